import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import pg from 'pg'
import type { BlockData } from '#blocks/block.ts'
import { run as runWrite } from '#blocks/write-historian/run.ts'
import { writeHistorian } from '#blocks/write-historian/spec.ts'
import * as historian from '#datasets/historian.ts'
import type { Column } from '#pipeline/ports.ts'
import type { Table } from '#pipeline/table.ts'
import { column, tableFromRows, valuesOf } from '#test/fixtures/cells.ts'
import { createTestDatabase } from '#test/fixtures/database.ts'
import type { TestDatabase } from '#test/fixtures/database.ts'
import { localData } from '#test/fixtures/local-data.ts'
import type { LocalData } from '#test/fixtures/local-data.ts'
import { runBlock, runForTable } from '#test/fixtures/run-block.ts'
import { hourUs } from '#test/fixtures/tables.ts'
import { run } from './run.ts'
import { readHistorian } from './spec.ts'

const reader = { block: readHistorian, run }

let database: TestDatabase
let pool: pg.Pool
let local: LocalData
let data: BlockData

beforeAll(async () => {
  database = await createTestDatabase()
  pool = new pg.Pool({ connectionString: database.url })
  local = await localData()
})
afterAll(async () => {
  await pool.end()
  await database.drop()
  await local[Symbol.asyncDispose]()
})
beforeEach(async () => {
  const projectId = randomUUID()
  await pool.query('insert into project (id, name) values ($1, $2)', [projectId, projectId])
  data = {
    ...local.data,
    readHistorian: (query) => historian.readHistorian({ pool }, projectId, query),
    writeHistorian: (samples) => historian.writeHistorian(pool, projectId, samples),
  }
})

/** Writes a column p, the way a pipeline does. */
async function written(meaning: Partial<Column>): Promise<void> {
  const schema = {
    columns: [column('t', 'time'), column('p', 'number', meaning)],
    time: { column: 't', zone: 'UTC', grid: 'irregular' as const },
  }
  const table = tableFromRows(schema, { t: [0, hourUs], p: [1, 2] })
  await runBlock({ block: writeHistorian, run: runWrite }, table, {}, { data })
}

async function read(stated: object, config: object = {}): Promise<Table> {
  return runForTable(reader, {}, { tags: [{ tag: 'p', ...stated }], ...config }, { data })
}

const bar = { unit: 'bar', quantity: 'pressure.gauge', kind: 'level' } as const
const hourly = { stamp: 'interval-start', availabilityUs: hourUs } as const

describe('a column that was written and is read', () => {
  it('comes back when its meaning is stated, or left open where nothing was promised', async () => {
    await written({ ...bar, ...hourly })
    expect(valuesOf(await read({ ...bar, ...hourly }), 'p')).toEqual([1, 2])
    expect(valuesOf(await read(hourly), 'p')).toEqual([1, 2])
    expect(valuesOf(await read({ stamp: 'interval-start' }, { grid: '1 h' }), 'p')).toEqual([1, 2])
    expect(valuesOf(await read({ ...hourly, availabilityUs: 2 * hourUs }), 'p')).toEqual([1, 2])
  })

  it.each([
    [{ quantity: 'pressure.absolute' }, 'pressure.gauge', 'pressure.absolute'],
    [{ kind: 'amount' }, 'level', 'amount'],
    [{ stamp: 'interval-end' }, 'interval-start', 'interval-end'],
    [{ stamp: undefined }, 'interval-start', 'instant'],
  ])('is not read with %j', async (stated, quantity, given) => {
    await written({ ...bar, ...hourly })
    await expect(read({ ...bar, ...hourly, ...stated })).rejects.toMatchObject({
      code: 'tag-quantity',
      params: { tag: 'p', quantity, given },
    })
  })

  it.each([
    [hourUs, hourUs - 1],
    [hourUs, undefined],
    [hourUs, null],
    [-hourUs, null],
    [-hourUs, -2 * hourUs],
  ])('known after %j is not read as known after %j', async (kept, availabilityUs) => {
    await written({ ...bar, availabilityUs: kept })
    await expect(read({ ...bar, availabilityUs })).rejects.toMatchObject({
      code: 'tag-availability',
      params: { tag: 'p', kept, stated: availabilityUs === undefined ? 0 : availabilityUs },
    })
  })

  it.each([null, -hourUs, 0, undefined])('known in advance may be read as known after %j', async (us) => {
    await written({ ...bar, availabilityUs: null })
    expect(valuesOf(await read({ ...bar, availabilityUs: us }), 'p')).toEqual([1, 2])
  })

  it('may mean anything where the historian knows nothing', async () => {
    const values = { type: 'number' as const, values: Float64Array.of(3) }
    await data.writeHistorian([{ tag: 'p', times: Float64Array.of(0), values }])
    expect(valuesOf(await read({ ...bar, ...hourly }), 'p')).toEqual([3])
  })
})
