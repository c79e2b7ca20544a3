import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import type { HistorianSamples } from '#blocks/block.ts'
import type { ColumnData } from '#pipeline/table.ts'
import { usePool } from '#test/fixtures/database.ts'
import { bitsOf, floatsOfBits, meaningOf } from './column-cases.ts'
import { readHistorian, writeHistorian } from './historian.ts'

const pool = usePool({ max: 10 })
let project: string

beforeEach(async () => {
  project = await makeProject()
})

async function makeProject(): Promise<string> {
  const id = randomUUID()
  await pool.query('insert into project (id, name) values ($1, $2)', [id, id])
  return id
}

const start = Date.UTC(2024, 0, 1) * 1000
const quarter = 900e6
const everything = { fromUs: -Infinity, toUs: Infinity }

function numbers(
  tag: string,
  values: number[],
  times = values.map((_, i) => start + i * quarter),
): HistorianSamples {
  return {
    tag,
    times: Float64Array.from(times),
    values: { type: 'number', values: Float64Array.from(values) },
  }
}

async function read(tag: string): Promise<HistorianSamples> {
  const [found] = await readHistorian({ pool }, project, { tags: [tag], ...everything })
  return found
}

async function valuesOf(tag: string): Promise<number[]> {
  return [...((await read(tag)).values.values as Float64Array)]
}

describe('writing and reading', () => {
  it('gives every type back: bits, extremes, quality and unit', async () => {
    const columns: Record<string, ColumnData> = {
      number: { type: 'number', values: Float64Array.of(-0, NaN, Infinity, 5e-324, 0.1 + 0.2) },
      integer: {
        type: 'integer',
        values: BigInt64Array.of(-(2n ** 63n), 2n ** 63n - 1n, 0n, -1n, 2n ** 53n + 1n),
      },
      boolean: {
        type: 'boolean',
        values: Uint8Array.of(1, 0, 0, 1, 1),
        quality: Uint8Array.of(0, 1, 2, 0, 0),
      },
      text: {
        type: 'text',
        values: Int32Array.of(0, 1, 2, 3, 0),
        dictionary: ['', '{"a,b\\}', 'Wärme 😀', 'NULL'],
      },
    }
    const times = Float64Array.of(-1, 0, 1, start, 9_007_199_254_740_990)
    const samples = Object.entries(columns).map(([tag, values]) => ({ tag, times, values, unit: 'kW' }))
    expect(await writeHistorian(pool, project, samples)).toEqual({ written: 20, duplicates: 0, revisions: 0 })
    const found = await readHistorian({ pool }, project, { tags: Object.keys(columns), ...everything })
    for (const [index, { tag, values, ...rest }] of found.entries()) {
      expect(rest).toEqual({ times, unit: 'kW' })
      expect(tag).toBe(samples[index].tag)
      expect(meaningOf(values)).toEqual(meaningOf(columns[tag]))
      expect(values.values.buffer).toBeInstanceOf(SharedArrayBuffer)
    }
  })

  it('reads [from, to) and only what there is', async () => {
    await writeHistorian(pool, project, [numbers('a', [1, 2, 3, 4])])
    const query = { tags: ['b', 'a'], fromUs: start + 0.5, toUs: start + 3 * quarter }
    const found = await readHistorian({ pool }, project, query)
    expect(found.map((item) => [item.tag, ...item.times])).toEqual([
      ['a', start + quarter, start + 2 * quarter],
    ])
    const [empty] = await readHistorian({ pool }, project, { tags: ['a'], fromUs: 0, toUs: 1 })
    expect(empty.values).toEqual({ type: 'number', values: new Float64Array(new SharedArrayBuffer(0)) })
  })

  it('keeps projects apart', async () => {
    await writeHistorian(pool, project, [numbers('a', [1])])
    const other = await makeProject()
    expect(await readHistorian({ pool }, other, { tags: ['a'], ...everything })).toEqual([])
    await writeHistorian(pool, other, [numbers('a', [2])])
    expect(await valuesOf('a')).toEqual([1])
  })

  it('reads more than one page, also with revisions at its edge', { timeout: 60_000 }, async () => {
    const count = 100_003
    const values = Array.from({ length: count }, (_, i) => i)
    const times = values.map((i) => start + i * 1e6)
    await writeHistorian(pool, project, [numbers('long', values, times)])
    await writeHistorian(pool, project, [numbers('long', [-1, -2], times.slice(99_999, 100_001))])
    expect(await valuesOf('long')).toEqual(values.with(99_999, -1).with(100_000, -2))
  })
})

describe('the rule of revisions', () => {
  it('does nothing for the same value, whichever NaN it is, and adds a revision for another', async () => {
    await writeHistorian(pool, project, [numbers('a', [1, NaN, 0])])
    const nan = floatsOfBits([0xfff8000000000abcn])[0]
    const again = await writeHistorian(pool, project, [numbers('a', [1, nan, -0])])
    expect(again).toEqual({ written: 0, duplicates: 2, revisions: 1 })
    expect((await valuesOf('a')).map(bitsOf)).toEqual([1, NaN, -0].map(bitsOf))
    const back = await writeHistorian(pool, project, [numbers('a', [1, 2, 0])])
    expect(back).toEqual({ written: 0, duplicates: 1, revisions: 2 })
    expect((await valuesOf('a')).map(bitsOf)).toEqual([1, 2, 0].map(bitsOf))
  })

  it('takes another quality for another sample', async () => {
    const sample = numbers('a', [1])
    await writeHistorian(pool, project, [sample])
    const bad = { ...sample, values: { ...sample.values, quality: Uint8Array.of(2) } }
    expect(await writeHistorian(pool, project, [bad])).toMatchObject({ revisions: 1 })
    expect((await read('a')).values.quality).toEqual(Uint8Array.from(bad.values.quality))
    expect(await writeHistorian(pool, project, [bad])).toMatchObject({ duplicates: 1 })
  })

  it('is what a list of all writes would say, whatever is written', async () => {
    const samples = fc.array(fc.record({ time: fc.nat(5), value: fc.constantFrom(0, -0, 1, NaN) }), {
      minLength: 1,
      maxLength: 12,
    })
    await fc.assert(
      fc.asyncProperty(fc.array(samples, { minLength: 1, maxLength: 4 }), fc.uuid(), async (writes, tag) => {
        const revisions = new Map<number, number[]>()
        for (const write of writes) {
          const expected = { written: 0, duplicates: 0, revisions: 0 }
          for (const { time, value } of write) expected[note(revisions, time, value)]++
          const times = write.map((sample) => start + sample.time)
          const given = numbers(
            tag,
            write.map((sample) => sample.value),
            times,
          )
          expect(await writeHistorian(pool, project, [given])).toEqual(expected)
        }
        const newest = [...revisions]
          .sort(([a], [b]) => a - b)
          .map(([, values]) => bitsOf(values.at(-1) ?? 0))
        expect((await valuesOf(tag)).map(bitsOf)).toEqual(newest)
      }),
      { numRuns: 25 },
    )
  })

  function note(revisions: Map<number, number[]>, time: number, value: number) {
    const known = revisions.get(time)
    if (!known) {
      revisions.set(time, [value])
      return 'written'
    }
    if (Object.is(known.at(-1), value)) return 'duplicates'
    known.push(value)
    return 'revisions'
  }
})

describe('writers at the same time', () => {
  it('make a tag once', async () => {
    const writers = Array.from({ length: 10 }, (_, i) =>
      writeHistorian(pool, project, [numbers('new', [i], [start + i])]),
    )
    await Promise.all(writers)
    const { rows } = await pool.query('select from tag where project_id = $1', [project])
    expect(rows).toHaveLength(1)
    expect(await valuesOf('new')).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
  })

  it('lose nothing: every different value is a revision, equal ones are one', async () => {
    const rows = 200
    const tags = ['x', 'y']
    const results = await Promise.all(
      Array.from({ length: 9 }, (_, writer) => {
        const samples = tags.map((tag) => numbers(tag, new Array<number>(rows).fill(writer % 3)))
        return writeHistorian(pool, project, writer % 2 ? samples.reverse() : samples)
      }),
    )
    const sum = (key: 'written' | 'duplicates' | 'revisions') =>
      results.reduce((total, one) => total + one[key], 0)
    expect(sum('written')).toBe(rows * tags.length)
    expect(sum('written') + sum('duplicates') + sum('revisions')).toBe(9 * rows * tags.length)
    const stored = await pool.query<{ values: number[]; revisions: number[] }>(
      `select array_agg(number order by revision) as values, array_agg(revision order by revision) as revisions
       from sample where project_id = $1 group by tag_id, time_us`,
      [project],
    )
    expect(stored.rows).toHaveLength(rows * tags.length)
    for (const { values, revisions } of stored.rows) {
      expect(new Set(values)).toEqual(new Set([0, 1, 2]))
      expect(revisions).toEqual(revisions.map((_, i) => i + 1))
      expect(values.every((value, i) => value !== values[i + 1])).toBe(true)
    }
  })

  it('both survive when one waits for the other in an open transaction', async () => {
    const client = await pool.connect()
    await client.query('begin')
    await writeHistorian(client, project, [numbers('seed', [0])])
    await client.query('commit')
    await client.query('begin')
    await writeHistorian(client, project, [numbers('seed', [1, 1])])
    const second = writeHistorian(pool, project, [numbers('seed', [2, 2])])
    await new Promise((resolve) => setTimeout(resolve, 200))
    await client.query('commit')
    client.release()
    expect(await second).toEqual({ written: 0, duplicates: 0, revisions: 2 })
    const { rows } = await pool.query(
      'select number from sample where project_id = $1 order by time_us, revision',
      [project],
    )
    expect(rows.map((row: { number: number }) => row.number)).toEqual([0, 1, 2, 1, 2])
  })
})

describe('what is refused', () => {
  it('leaves nothing behind', async () => {
    await writeHistorian(pool, project, [{ ...numbers('a', [1]), unit: 'kW' }])
    const text: ColumnData = { type: 'text', values: Int32Array.of(0), dictionary: ['a\0b'] }
    const cases: [HistorianSamples, unknown][] = [
      [
        { ...numbers('a', [1]), values: { type: 'integer', values: BigInt64Array.of(1n) } },
        { code: 'tag-type' },
      ],
      [{ ...numbers('t', [1]), values: { type: 'time', values: Float64Array.of(1) } }, { code: 'tag-type' }],
      [
        { ...numbers('a', [1]), unit: 'W' },
        { code: 'tag-unit', params: { tag: 'a', unit: 'kW', given: 'W' } },
      ],
      [{ ...numbers('t', [1]), values: text }, { code: 'text-not-storable' }],
      [numbers('t', [1], [0.5]), { name: 'RangeError' }],
      [numbers('t', [1], [NaN]), { name: 'RangeError' }],
      [numbers('t', [1, 2], [1]), { name: 'RangeError' }],
      [
        { ...numbers('t', [1]), values: { ...numbers('t', [1]).values, missing: Uint8Array.of(1) } },
        { name: 'RangeError' },
      ],
    ]
    for (const [bad, error] of cases) {
      await expect(writeHistorian(pool, project, [numbers('fine', [1]), bad])).rejects.toMatchObject(
        error as object,
      )
    }
    const { rows } = await pool.query('select name from tag where project_id = $1', [project])
    expect(rows).toEqual([{ name: 'a' }])
  })

  it('takes a unit for a tag that had none', async () => {
    await writeHistorian(pool, project, [numbers('a', [1])])
    await writeHistorian(pool, project, [{ ...numbers('a', [1]), unit: 'kW' }])
    expect((await read('a')).unit).toBe('kW')
  })
})
