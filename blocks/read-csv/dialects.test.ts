import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { valuesOf } from '#test/fixtures/cells.ts'
import { inspected, localData } from '#test/fixtures/local-data.ts'
import { runForTable } from '#test/fixtures/run-block.ts'
import { inspect, run } from './run.ts'
import { readCsv } from './spec.ts'

interface Case {
  config: Record<string, unknown>
  dialect?: Record<string, unknown>
  refused?: { code: string; params: Record<string, unknown> }
  expected?: Record<string, { type: string; values: unknown[] }>
}

const folder = new URL('./dialects/', import.meta.url)
const names = readdirSync(folder).filter((name) => name.endsWith('.csv'))
const under = { block: readCsv, run, inspect }

describe('the dialects', () => {
  it('are at least 25', () => expect(names.length).toBeGreaterThanOrEqual(25))

  it.each(names)('%s', async (name) => {
    const { config, dialect, refused, expected } = read(name.replace('.csv', '.json'))
    await using local = await localData()
    const file = await local.pin(name, readFileSync(new URL(name, folder)))
    const frozen = inspected(under, { ...config, file }, local.data)
    if (refused) return void (await expect(frozen).rejects.toMatchObject(refused))
    const { detected } = await frozen
    expect(detected?.dialect).toMatchObject(dialect ?? {})
    const table = await runForTable(under, {}, await frozen, { data: local.data })
    const columns = table.schema.columns.map((column) => [
      column.name,
      { type: column.type, values: valuesOf(table, column.name).map((value) => shown(value, column.type)) },
    ])
    expect(Object.fromEntries(columns)).toEqual(readable(expected!))
  })
})

function read(name: string): Case {
  return JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as Case
}

/** Times as milliseconds, int64 as text. */
function shown(value: unknown, type: string): unknown {
  if (typeof value === 'bigint') return String(value)
  return type === 'time' ? (value as number) / 1_000 : value
}

function readable(expected: NonNullable<Case['expected']>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(expected).map(([name, { type, values }]) => [
      name,
      { type, values: values.map((value) => plain(value, type)) },
    ]),
  )
}

function plain(value: unknown, type: string): unknown {
  if (value === null) return null
  if (type === 'time') return Date.parse(value as string)
  if (type === 'integer') return String(value)
  return value === 'NaN' ? NaN : value
}
