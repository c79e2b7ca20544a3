import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import pg from 'pg'
import type { BlockData } from '#blocks/block.ts'
import { run as runRead } from '#blocks/read-historian/run.ts'
import { readHistorian } from '#blocks/read-historian/spec.ts'
import * as historian from '#datasets/historian.ts'
import type { Table } from '#pipeline/table.ts'
import { timesOf } from '#pipeline/table.ts'
import { cellAt, column, tableFromRows, valuesOf } from '#test/fixtures/cells.ts'
import type { Cell } from '#test/fixtures/cells.ts'
import { createTestDatabase } from '#test/fixtures/database.ts'
import type { TestDatabase } from '#test/fixtures/database.ts'
import { localData } from '#test/fixtures/local-data.ts'
import type { LocalData } from '#test/fixtures/local-data.ts'
import { propagate, runBlock, runForTable } from '#test/fixtures/run-block.ts'
import {
  allMissingTable,
  emptyTable,
  hourUs,
  minuteUs,
  oneRowTable,
  seededTable,
} from '#test/fixtures/tables.ts'
import { run } from './run.ts'
import { writeHistorian } from './spec.ts'

const writer = { block: writeHistorian, run }
const reader = { block: readHistorian, run: runRead }
const names = ['level', 'amount', 'counter', 'count', 'state', 'running'] as const
const types = {
  level: 'number',
  amount: 'number',
  counter: 'number',
  count: 'integer',
  state: 'text',
  running: 'boolean',
}

let database: TestDatabase
let pool: pg.Pool
let local: LocalData

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

/** The historian of a new project. */
async function newProject(): Promise<BlockData> {
  const projectId = randomUUID()
  await pool.query('insert into project (id, name) values ($1, $2)', [projectId, projectId])
  return {
    ...local.data,
    readHistorian: (query) => historian.readHistorian({ pool }, projectId, query),
    writeHistorian: (samples) => historian.writeHistorian(pool, projectId, samples),
  }
}

async function write(
  data: BlockData,
  table: Table,
  config: object = {},
): Promise<Record<string, number | null>> {
  const { outputs } = await runBlock(writer, table, config, { data })
  if (outputs.written.type !== 'metrics') throw new Error('no metrics')
  return outputs.written.values
}

const tags = names.map((tag) => ({ tag, type: types[tag] }))

/** What should be in the historian: by time the last row's cells that are not missing. */
function expectedCells(table: Table): Map<number, Record<string, Cell>> {
  const rows = new Map<number, Record<string, Cell>>()
  for (const [row, time] of timesOf(table).entries()) {
    const cells = names.map((name) => {
      const at = table.schema.columns.findIndex((item) => item.name === name)
      return [name, cellAt(table.columns[at], row)] as const
    })
    rows.set(time, Object.fromEntries(cells.filter(([, cell]) => cell.value !== null)))
  }
  for (const [time, cells] of rows) if (Object.keys(cells).length === 0) rows.delete(time)
  return rows
}

describe('the historian as sink and source', () => {
  it.each([1, 2, 3, 4, 5, 6])('gives back what was written, with quality (seed %i)', async (seed) => {
    const data = await newProject()
    const table = seededTable(seed, { duplicates: seed % 2 === 0, unsorted: seed % 3 === 0 })
    const expected = expectedCells(table)
    const samples = [...expected.values()].reduce((sum, cells) => sum + Object.keys(cells).length, 0)
    expect(await write(data, table)).toEqual({ written: samples, duplicates: 0, revisions: 0 })
    expect(await write(data, table)).toEqual({ written: 0, duplicates: samples, revisions: 0 })
    const back = await runForTable(reader, {}, { tags }, { data })
    expect([...timesOf(back)]).toEqual([...expected.keys()].sort((a, b) => a - b))
    for (const [row, time] of timesOf(back).entries()) {
      for (const [at, name] of names.entries()) {
        const cell = cellAt(back.columns[at + 1], row)
        expect(cell).toEqual(expected.get(time)![name] ?? { value: null, quality: 0 })
      }
    }
  })

  it('counts another value as a revision and reads the newest', async () => {
    const data = await newProject()
    const schema = {
      columns: [column('t', 'time'), column('x', 'number', { unit: 'kW' })],
      time: { column: 't', zone: 'UTC', grid: 'irregular' as const },
    }
    await write(data, tableFromRows(schema, { t: [0, 1e6, 2e6], x: [1, 2, null] }), { prefix: 'p.' })
    const second = await write(data, tableFromRows(schema, { t: [0, 1e6, 2e6], x: [1, 5, 7] }), {
      prefix: 'p.',
    })
    expect(second).toEqual({ written: 1, duplicates: 1, revisions: 1 })
    const back = await runForTable(reader, {}, { tags: [{ tag: 'p.x', name: 'x', unit: 'kW' }] }, { data })
    expect(valuesOf(back, 'x')).toEqual([1, 5, 7])
  })

  it('lays tags on a grid and into a range', async () => {
    const data = await newProject()
    const table = seededTable(4, { grid: minuteUs, rows: 300, gaps: 0.2 })
    await write(data, table, { columns: [{ column: 'level', tag: 'boiler' }] })
    const start = Math.ceil(timesOf(table)[0] / hourUs) * hourUs
    const from = new Date(start / 1_000).toISOString().replace('.000', '')
    const to = new Date((start + 2 * hourUs) / 1_000).toISOString().replace('.000', '')
    const config = { tags: [{ tag: 'boiler' }, { tag: 'nowhere' }], from, to, grid: '5 min' }
    const grid = await runForTable(reader, {}, config, { data })
    expect([...timesOf(grid)]).toEqual(Array.from({ length: 24 }, (_, row) => start + row * 5 * minuteUs))
    const level = new Map(valuesOf(table, 'level').map((value, row) => [timesOf(table)[row], value]))
    expect(valuesOf(grid, 'boiler')).toEqual([...timesOf(grid)].map((time) => level.get(time) ?? null))
    expect(valuesOf(grid, 'nowhere').every((value) => value === null)).toBe(true)
  })

  it('writes nothing for no rows and for missing ones, and one sample a column for one row', async () => {
    const data = await newProject()
    const none = { written: 0, duplicates: 0, revisions: 0 }
    expect(await write(data, emptyTable())).toEqual(none)
    expect(await write(data, allMissingTable())).toEqual(none)
    expect(await write(data, oneRowTable())).toEqual({ ...none, written: 6 })
    expect((await runForTable(reader, {}, { tags: [{ tag: 'unknown' }] }, { data })).rows).toBe(0)
    expect((await runForTable(reader, {}, { tags: [{ tag: 'unknown' }], grid: '1 h' }, { data })).rows).toBe(
      0,
    )
  })

  it('refuses a tag of another type than stated, with the difference', async () => {
    const data = await newProject()
    await write(data, oneRowTable(), { columns: [{ column: 'state' }] })
    await expect(runForTable(reader, {}, { tags: [{ tag: 'state' }] }, { data })).rejects.toMatchObject({
      code: 'data-differs',
      params: { differences: [{ kind: 'type', column: 'state', expected: 'number', found: 'text' }] },
    })
  })
})

describe('schemas', () => {
  it('say what is wrong before anything runs', () => {
    const table = oneRowTable()
    expect(propagate(writer, table, { columns: [{ column: 'levle' }] }).findings).toMatchObject([
      { code: 'column-missing', field: 'columns.0.column' },
    ])
    const twice = {
      columns: [
        { column: 'level', tag: 'x' },
        { column: 'amount', tag: 'x' },
      ],
    }
    expect(propagate(writer, table, twice).findings).toMatchObject([{ code: 'column-exists' }])
    const range = { tags: [{ tag: 'a' }], from: '2024-01-02', to: '2024-01-01' }
    expect(propagate(reader, {}, range).findings).toMatchObject([
      { code: 'read-historian.empty-range', field: 'to' },
    ])
  })

  it('count an interval stamped at its start as known one step later', () => {
    const config = { tags: [{ tag: 'a', stamp: 'interval-start' }], grid: '15 min' }
    expect(propagate(reader, {}, config).outputs?.table).toMatchObject({
      table: { columns: [{ name: 'time' }, { availabilityUs: 900e6 }] },
    })
    expect(propagate(reader, {}, { tags: config.tags }).findings).toMatchObject([
      { code: 'read-historian.delay-unknown' },
    ])
  })
})
