import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, it } from 'vitest'
import type { HistorianSamples } from '#blocks/block.ts'
import { usePool } from '#test/fixtures/database.ts'
import { readHistorian, writeHistorian } from './historian.ts'

const pool = usePool({ max: 10 })
let project: string

beforeEach(async () => {
  project = randomUUID()
  await pool.query('insert into project (id, name) values ($1, $2)', [project, project])
})

const hourUs = 3_600e6

type Meaning = Partial<Omit<HistorianSamples, 'tag' | 'times' | 'values'>>

function sample(meaning: Meaning, time = 0, tag = 'a'): HistorianSamples {
  return {
    tag,
    times: Float64Array.of(time),
    values: { type: 'number', values: Float64Array.of(1) },
    ...meaning,
  }
}

async function write(...samples: HistorianSamples[]): Promise<unknown> {
  return writeHistorian(pool, project, samples)
}

async function meaning(tag = 'a'): Promise<Meaning> {
  const [found] = await readHistorian({ pool }, project, { tags: [tag], fromUs: -Infinity, toUs: Infinity })
  const { unit, quantity, kind, stamp, availabilityUs } = found
  return { unit, quantity, kind, stamp, availabilityUs }
}

describe('what a tag means', () => {
  const gauge: Meaning = {
    unit: 'bar',
    quantity: 'pressure.gauge',
    kind: 'level',
    stamp: 'interval-start',
    availabilityUs: hourUs,
  }

  it('is kept at the first write', async () => {
    await write(sample(gauge), sample({}, 0, 'b'))
    expect(await meaning()).toEqual(gauge)
    expect(await meaning('b')).toEqual({})
  })

  it('is added later, piece by piece, and stays when a write says nothing', async () => {
    await write(sample({}))
    await write(sample({ unit: 'bar', kind: 'level' }))
    await write(sample({ quantity: 'pressure.gauge', stamp: 'interval-start' }))
    await write(sample({ availabilityUs: hourUs }))
    await write(sample({}, 1))
    expect(await meaning()).toEqual(gauge)
  })

  it.each([
    [{ quantity: 'pressure.absolute' }, 'pressure.gauge', 'pressure.absolute'],
    [{ kind: 'amount' }, 'level', 'amount'],
    [{ stamp: 'instant' }, 'interval-start', 'instant'],
  ] as const)('is not replaced by %j, and nothing of the write stays', async (other, quantity, given) => {
    await write(sample(gauge))
    const params = { tag: 'a', quantity, given }
    await expect(write(sample({}, 0, 'fine'), sample({ ...gauge, ...other }))).rejects.toMatchObject({
      code: 'tag-quantity',
      params,
    })
    await expect(
      write(sample(gauge, 0, 'two'), sample({ ...gauge, ...other }, 1, 'two')),
    ).rejects.toMatchObject({
      code: 'tag-quantity',
      params: { ...params, tag: 'two' },
    })
    expect(await meaning()).toEqual(gauge)
    const { rows } = await pool.query('select name from tag where project_id = $1', [project])
    expect(rows).toEqual([{ name: 'a' }])
  })

  it.each([
    ['kW.h', 'h.kW', undefined],
    ['kW', 'kJ/s', undefined],
    ['t', 't{CO2e}', 'mass.CO2e'],
    ['dunno', 'dunno', undefined],
  ])('%s is %s: a tag keeps how its unit was written first', async (unit, same, quantity) => {
    await write(sample({ unit, quantity }))
    await write(sample({ unit: same }, 1))
    expect(await meaning()).toEqual(JSON.parse(JSON.stringify({ unit, quantity })))
  })

  it.each([
    ['kW.h', 'kW'],
    ['Cel', 'K'],
    ['t', 't{CO2e}'],
    ['dunno', 'dunnow'],
  ])('%s is not %s', async (unit, given) => {
    await write(sample({ unit }))
    const refused = { code: 'tag-unit', params: { tag: 'a', unit, given } }
    await expect(write(sample({ unit: given }, 1))).rejects.toMatchObject(refused)
  })

  it('is said by one of many first writers; the others are refused', async () => {
    await write(sample({}))
    const given = Array.from({ length: 8 }, (_, i) => `pressure.${i % 2 ? 'gauge' : 'absolute'}`)
    const results = await Promise.allSettled(given.map((quantity, i) => write(sample({ quantity }, i))))
    const { quantity } = await meaning()
    expect(results.map((result) => result.status === 'fulfilled')).toEqual(
      given.map((item) => item === quantity),
    )
  })
})

describe('when the values of a tag are known', () => {
  it.each([
    [[hourUs, 2 * hourUs], 2 * hourUs],
    [[2 * hourUs, hourUs], 2 * hourUs],
    [[-hourUs, -2 * hourUs], -hourUs],
    [[null], null],
    [[null, null], null],
    [[null, -hourUs], -hourUs],
    [[-hourUs, null], -hourUs],
    [[undefined, null], null],
    [[null, undefined], null],
    [[0, undefined], 0],
    [[0.25], 1],
  ])('keeps the latest of %j', async (given, expected) => {
    for (const availabilityUs of given) await write(sample({ availabilityUs }))
    expect(await meaning()).toEqual({ availabilityUs: expected })
    await write(...given.map((availabilityUs) => sample({ availabilityUs }, 0, 'at-once')))
    expect(await meaning('at-once')).toEqual({ availabilityUs: expected })
  })

  it('keeps the latest of writers at the same time', async () => {
    await Promise.all([5, 1, 9, 3, 7, 2].map((us, i) => write(sample({ availabilityUs: us }, i))))
    expect(await meaning()).toEqual({ availabilityUs: 9 })
  })
})
