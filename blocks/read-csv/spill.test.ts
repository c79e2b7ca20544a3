import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { BlockContext } from '#blocks/block.ts'
import { MemoryStore } from '#datasets/memory-store.ts'
import { makeTemporaryFolder } from '#datasets/temporary-folder.ts'
import { storeValue } from '#datasets/values.ts'
import { isLazy, loadTable } from '#pipeline/lazy-table.ts'
import type { ResultTable } from '#pipeline/lazy-table.ts'
import { expectSameBits, tableProblems } from '#test/fixtures/check-table.ts'
import { inspected, localData } from '#test/fixtures/local-data.ts'
import type { LocalData } from '#test/fixtures/local-data.ts'
import { seededRandom } from '#test/fixtures/random.ts'
import type { ReadCsvConfig } from './config.ts'
import { inspect } from './inspect.ts'
import { run } from './run.ts'
import { readCsv } from './spec.ts'

const under = { block: readCsv, run, inspect }
const whole = { fromUs: -Infinity, toUs: Infinity }

interface Both {
  config: ReadCsvConfig
  /** Nothing leaves memory. */
  kept: ResultTable
  /** Nothing stays there. */
  spilled: ResultTable
}

async function readBoth(local: LocalData, content: string | Uint8Array, given: object): Promise<Both> {
  const config = readCsv.config.parse({ ...given, file: await local.pin('made.csv', content) })
  const frozen = await inspect(config, local.data, new AbortController().signal, 0)
  expect(frozen).toEqual(await inspected(under, config, local.data))
  return { config: frozen, kept: await read(local, frozen), spilled: await read(local, frozen, 0) }
}

async function read(
  local: LocalData,
  config: ReadCsvConfig,
  keepBytes?: number,
  window = whole,
): Promise<ResultTable> {
  const { signal } = new AbortController()
  const quiet = { seed: 1, signal, progress: () => undefined, log: () => undefined }
  const ctx: BlockContext = { ...quiet, window, data: local.data }
  const outputs = readCsv.outputs({}, config).outputs!
  const { table } = (await run({ inputs: {}, config, outputs, ctx }, keepBytes)).outputs
  if (table.type !== 'table') throw new Error(table.type)
  return table.table
}

async function expectSame({ kept, spilled }: Both): Promise<void> {
  expect(kept.columns.some((column) => isLazy(column))).toBe(false)
  expect(spilled.columns.every((column) => isLazy(column))).toBe(spilled.rows > 0)
  const table = await loadTable(spilled)
  expect(tableProblems(table, kept.schema)).toEqual([])
  expectSameBits(table, await loadTable(kept))
  const [a, b] = [await storedHash(kept), await storedHash(spilled)]
  expect(b).toEqual(a)
}

/** Hash and references of a stored table. */
async function storedHash(table: ResultTable): Promise<unknown> {
  await using folder = disposable(await makeTemporaryFolder())
  const store = new MemoryStore(folder.path)
  const taken: string[] = []
  const takeReferences = async (hashes: string[]) => {
    for (const hash of hashes) if (!taken.includes(hash)) expect(await store.has(hash)).toBe(false)
    taken.push(...hashes)
  }
  const schema = { type: 'table', table: table.schema } as const
  const stored = await storeValue(store, { type: 'table', table }, schema, { takeReferences })
  for (const hash of stored.columns!) expect(await store.has(hash)).toBe(true)
  return { stored, taken: [...new Set(taken)].sort() }
}

function disposable<T extends { remove(): Promise<void> }>(folder: T): T & AsyncDisposable {
  return { ...folder, [Symbol.asyncDispose]: () => folder.remove() }
}

/** More rows than a piece has; all types, missing ones, quoted texts, a second clock. */
function madeCsv(rows: number, stepBack: number): string {
  const random = seededRandom(7)
  const clock = (minute: number) => new Date(1.7e12 + minute * 60_000).toISOString().slice(0, 16)
  const maybe = (text: string) => (random.chance(0.1) ? '' : text)
  const lines = ['time,level,count,running,state,note,checked']
  for (let row = 0; row < rows; row++) {
    const minute = stepBack > 0 && row % 97 === 0 ? row - stepBack : row
    const note = random.chance(0.01) ? '"a ""quoted"", text"' : `n${random.below(5_000)}`
    const cells = [
      String(random.below(1e6) / 7),
      String(random.below(1e9) - 5e8),
      random.pick(['true', 'false']),
    ]
    const texts = [random.pick(['an', 'aus', 'Störung']), note, clock(minute + 5)]
    lines.push([clock(minute), ...[...cells, ...texts].map(maybe)].join(','))
  }
  return `${lines.join('\n')}\n`
}

const columns = [{ source: 'count', type: 'integer' }]

describe('columns that wait on disk', () => {
  it('have the same bits: all types, missing cells, dictionaries, more rows than a piece', async () => {
    await using local = await localData()
    const both = await readBoth(local, madeCsv(150_000, 0), { columns })
    const types = both.kept.schema.columns.map(({ type }) => type)
    expect(types).toEqual(['time', 'number', 'integer', 'boolean', 'text', 'text', 'time'])
    expect(
      both.kept.columns.every((column) => isLazy(column) || column.type === 'time' || column.missing),
    ).toBe(true)
    await expectSame(both)
  })

  it('have the same bits when the rows are sorted, clocks are local and bad rows left out', async () => {
    await using local = await localData()
    const text = madeCsv(20_000, 3)
      .split('\n')
      .toSpliced(77, 1, '2024-01-01T00:00,x')
      .toSpliced(500, 0, '1,2')
      .join('\n')
    const rules = {
      zone: 'Europe/Berlin',
      doubledHour: 'by-order',
      missingHour: 'shift',
      timeStepsBack: 'sort',
    }
    const both = await readBoth(local, text, { columns, ...rules, onBadRow: 'skip' })
    expect(both.kept.rows).toBe(19_999)
    await expectSame(both)
  })

  it('have the same bits when midnight belongs to the day before', async () => {
    await using local = await localData()
    const days = ['01', '02', '03'].flatMap((day) =>
      [...Array(23).keys(), 23].map(
        (hour) => `2024-03-${day}T${String((hour + 1) % 24).padStart(2, '0')}:00,${hour}`,
      ),
    )
    const rules = { zone: 'Europe/Berlin', timeStepsBack: 'midnight-belongs-to-day-before' }
    for (const end of ['', 'Z']) {
      const text = `t,v\n${days.map((line) => line.replace(',', `${end},`)).join('\n')}\n`
      const given = end === '' ? rules : { ...rules, zone: 'UTC' }
      await expectSame(await readBoth(local, text, given))
    }
  })

  it('leave memory when a file has more rows than its start lets expect', async () => {
    await using local = await localData()
    const long = Array.from({ length: 9_000 }, (_, row) => `${row}.${'5'.repeat(300)},on`)
    const short = Array.from({ length: 40_000 }, (_, row) => `${row},off`)
    const both = await readBoth(local, `a,b\n${[...long, ...short].join('\n')}\n`, {})
    await expectSame({ ...both, spilled: await read(local, both.config, 300_000) })
  })

  it('are cut to a window', async () => {
    await using local = await localData()
    const { config } = await readBoth(local, madeCsv(3_000, 0), { columns })
    const window = { fromUs: 1.7e15 + 60e6 * 100, toUs: 1.7e15 + 60e6 * 200 }
    const cut = await loadTable(await read(local, config, 0, window))
    expect(cut.rows).toBe(100)
    expectSameBits(cut, await loadTable(await read(local, config, undefined, window)))
  })

  const folder = new URL('./dialects/', import.meta.url)
  const names = readdirSync(folder).filter((name) => name.endsWith('.csv'))
  it.each(names)('%s', async (name) => {
    const given = JSON.parse(readFileSync(new URL(name.replace('.csv', '.json'), folder), 'utf8')) as {
      config: object
      refused?: object
    }
    await using local = await localData()
    const both = readBoth(local, readFileSync(new URL(name, folder)), given.config)
    if (given.refused) return void (await expect(both).rejects.toMatchObject(given.refused))
    await expectSame(await both)
  })

  it('are lent: what was lent is gone afterwards', async () => {
    await using local = await localData()
    const { spilled } = await readBoth(local, 'a\n1.5\n2.5\n', {})
    const [column] = spilled.columns
    if (!isLazy(column)) throw new Error('in memory')
    const values = await column.use((data) => data.values)
    expect(values.length).toBe(0)
  })
})
