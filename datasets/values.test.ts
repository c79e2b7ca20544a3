import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Json, PortValue } from '#blocks/block.ts'
import type { Column, PortSchema, TableSchema } from '#pipeline/ports.ts'
import type { Table } from '#pipeline/table.ts'
import { anyColumn, meaningOf } from './column-cases.ts'
import { FolderStore } from './folder-store.ts'
import type { StoredValue } from './store.ts'
import { makeTemporaryFolder } from './temporary-folder.ts'
import type { TemporaryFolder } from './temporary-folder.ts'
import { addressesOf, loadValue, storeValue } from './values.ts'

let folder: TemporaryFolder
let store: FolderStore
beforeEach(async () => {
  folder = await makeTemporaryFolder()
  store = new FolderStore(join(folder.path, 'store'))
})
afterEach(() => folder.remove())

const power: Column = { name: 'power', type: 'number', unit: 'kW', nullable: false, availabilityUs: 0 }
const modelSchema: Extract<PortSchema, { type: 'model' }> = {
  type: 'model',
  method: 'linear-regression',
  features: [power],
  target: { ...power, name: '__proto__' },
  horizonUs: 900e6,
}

function tableOf(values: number[], column: Column = power): Table {
  return {
    schema: { columns: [column] },
    rows: values.length,
    columns: [{ type: 'number', values: Float64Array.from(values) }],
  }
}

/** Through the store and through the JSON of a database row. */
async function roundTrip(value: PortValue, schema: PortSchema): Promise<PortValue> {
  const stored = await storeValue(store, value, schema)
  return loadValue(store, JSON.parse(JSON.stringify(stored)) as StoredValue)
}

async function hashOf(value: PortValue, schema: PortSchema): Promise<string> {
  return (await storeValue(store, value, schema)).hash
}

describe('a stored value', () => {
  it('gives every table back', async () => {
    await fc.assert(
      fc.asyncProperty(anyColumn, async (data) => {
        const column: Column = { name: '__proto__', type: data.type, nullable: true, availabilityUs: null }
        const table: Table = {
          schema: { columns: [column, column] },
          rows: data.values.length,
          columns: [data, data],
        }
        const found = await roundTrip({ type: 'table', table }, { type: 'table', table: table.schema })
        if (found.type !== 'table') throw new Error(found.type)
        expect(found.table.schema).toEqual(table.schema)
        expect(found.table.rows).toBe(table.rows)
        expect(found.table.columns.map(meaningOf)).toEqual([meaningOf(data), meaningOf(data)])
      }),
      { numRuns: 30 },
    )
  })

  it('gives tables without columns or rows back', async () => {
    for (const table of [tableOf([]), { schema: { columns: [] }, rows: 3, columns: [] }]) {
      const found = await roundTrip({ type: 'table', table }, { type: 'table', table: table.schema })
      expect(found).toMatchObject({ type: 'table', table: { schema: table.schema, rows: table.rows } })
    }
  })

  it('gives intervals back with the columns their port schema does not name', async () => {
    const time: Column = { name: 'start', type: 'time', nullable: false, availabilityUs: 0 }
    const schema: TableSchema = {
      columns: [time, { ...time, name: 'end' }, { ...time, name: 'label', type: 'text' }],
      time: { column: 'start', zone: 'Europe/Berlin', grid: 'irregular' },
    }
    const times = { type: 'time', values: Float64Array.of(0) } as const
    const label = { type: 'text', values: Int32Array.of(0), dictionary: ['Schicht 1'] } as const
    const table: Table = { schema, rows: 1, columns: [times, times, { ...label, dictionary: ['Schicht 1'] }] }
    const found = await roundTrip(
      { type: 'intervals', table },
      { type: 'intervals', zone: 'Europe/Berlin', attributes: [] },
    )
    expect(found).toMatchObject({ type: 'intervals', table: { schema, rows: 1 } })
  })

  it('gives models back with every bit of their numbers, and with bytes', async () => {
    const parameters: Json = {
      weights: [-0, 5e-324, 0.1, 1e21, -1.7976931348623157e308],
      ['__proto__']: ['Σ', null, true],
    }
    const bytes = Uint8Array.of(0, 255, 7)
    for (const value of [{ parameters }, { parameters, bytes }]) {
      const found = await roundTrip({ type: 'model', schema: modelSchema, ...value }, modelSchema)
      expect(found).toEqual({ type: 'model', schema: modelSchema, ...value })
    }
    const fitted: PortSchema = { type: 'fitted', method: 'scale', columns: [power] }
    expect(await roundTrip({ type: 'fitted', schema: fitted, parameters }, fitted)).toEqual({
      type: 'fitted',
      schema: fitted,
      parameters,
    })
  })

  it('gives metrics, scalars, charts and reports back', async () => {
    const scalar: PortSchema = { type: 'scalar', column: power }
    const file = { ...(await store.putFile(Buffer.from('<html>'))), name: 'report.html', mime: 'text/html' }
    const cases: [PortValue, PortSchema][] = [
      [
        { type: 'metrics', values: { mae: 1.5, r2: null } },
        { type: 'metrics', names: ['mae', 'r2'] },
      ],
      [{ type: 'scalar', schema: scalar, value: 42 }, scalar],
      [{ type: 'scalar', schema: scalar, value: null }, scalar],
      [{ type: 'chart', chart: { series: [[0, 1]] } }, { type: 'chart' }],
      [{ type: 'report', file }, { type: 'report' }],
    ]
    for (const [value, schema] of cases) expect(await roundTrip(value, schema)).toEqual(value)
  })
})

describe('the hash of a value', () => {
  it('is equal for equal values, whatever the order of keys', async () => {
    const { horizonUs, ...rest } = modelSchema
    const one: PortValue = { type: 'model', schema: modelSchema, parameters: { a: 1, b: { c: 2, d: 3 } } }
    const other: PortValue = { ...one, parameters: { b: { d: 3, c: 2 }, a: 1 } }
    expect(await hashOf(one, modelSchema)).toBe(await hashOf(other, { horizonUs, ...rest }))
  })

  it('sees values, names, units and rows', async () => {
    const tables = [
      tableOf([1, 2]),
      tableOf([1, 3]),
      tableOf([1]),
      tableOf([1, 2], { ...power, unit: 'W' }),
      tableOf([1, 2], { ...power, name: 'Power' }),
      { schema: { columns: [] }, rows: 0, columns: [] },
      { schema: { columns: [] }, rows: 1, columns: [] },
    ]
    const hashes = await Promise.all(
      tables.map((table) => hashOf({ type: 'table', table }, { type: 'table', table: table.schema })),
    )
    expect(new Set(hashes).size).toBe(tables.length)
  })
})

describe('storing a value', () => {
  it('takes references to all addresses, each once, before the first write', async () => {
    const table = tableOf([1, 2])
    const twice = {
      schema: { columns: [power, { ...power, name: 'copy' }] },
      rows: 2,
      columns: [...table.columns, ...table.columns],
    }
    const calls: string[][] = []
    const takeReferences = async (hashes: string[]) => {
      calls.push(hashes)
      for (const hash of hashes) expect(await store.has(hash)).toBe(false)
    }
    const schema: PortSchema = { type: 'table', table: twice.schema }
    const stored = await storeValue(store, { type: 'table', table: twice }, schema, { takeReferences })
    expect(calls).toEqual([[stored.columns?.[0]]])
    expect(addressesOf(stored)).toEqual(calls[0])
  })

  it('counts rows and bytes', async () => {
    const table = tableOf([1, 2, 3])
    const stored = await storeValue(store, { type: 'table', table }, { type: 'table', table: table.schema })
    expect(stored).toMatchObject({ rows: 3, bytes: 24 })
    const metrics: PortValue = { type: 'metrics', values: { mae: 1.5 } }
    expect((await storeValue(store, metrics, { type: 'metrics', names: ['mae'] })).bytes).toBe(
      '{"mae":1.5}'.length,
    )
  })

  it('refuses what was not promised or is not whole', async () => {
    const table = tableOf([1])
    const schema: PortSchema = { type: 'table', table: table.schema }
    await expect(storeValue(store, { type: 'table', table: { ...table, rows: 2 } }, schema)).rejects.toThrow(
      'power',
    )
    await expect(
      storeValue(store, { type: 'table', table: { ...table, columns: [] } }, schema),
    ).rejects.toThrow('0 columns')
    await expect(storeValue(store, { type: 'table', table }, { type: 'chart' })).rejects.toThrow('promised')
    const nan: PortValue = { type: 'metrics', values: { mae: NaN } }
    await expect(storeValue(store, nan, { type: 'metrics', names: [] })).rejects.toThrow(TypeError)
    const file = { hash: 'f'.repeat(64), bytes: 1, name: 'a', mime: 'text/html' }
    await expect(storeValue(store, { type: 'report', file }, { type: 'report' })).rejects.toMatchObject({
      code: 'object-missing',
    })
  })
})
