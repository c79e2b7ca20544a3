/** Looks at the data on a wire of a run: rows, profiles, curves. Small answers, whatever the size of the table. */
import { ColumnCache } from '#datasets/column-cache.ts'
import { profileColumn } from '#datasets/column-profile.ts'
import type { ColumnProfile } from '#datasets/column-profile.ts'
import { plainValue } from '#datasets/plain-value.ts'
import type { PlainValue } from '#datasets/plain-value.ts'
import type { Store, StoredValue } from '#datasets/store.ts'
import { reduceSeries } from '#datasets/table-series.ts'
import type { Series } from '#datasets/table-series.ts'
import { DomainError } from '#pipeline/domain-error.ts'
import { tableSchemaSchema } from '#pipeline/ports.ts'
import type { Column, TableSchema } from '#pipeline/ports.ts'
import type { ColumnData } from '#pipeline/table.ts'
import type { App } from '../app.ts'

const cacheBytes = 256 * 1024 ** 2
const maxProfiles = 20_000

/** One per process and store: what was read or computed for one person serves the next. */
const caches = new WeakMap<Store, { columns: ColumnCache; profiles: Map<string, ColumnProfile> }>()

export interface TablePage {
  schema: TableSchema
  rows: number
  offset: number
  /** One list of cells per row, in the order of the asked columns. */
  cells: PlainValue[][]
  columns: string[]
}

/** Rows from `offset` on. Throws 'output-no-table' or 'column-unknown'. */
export async function readPage(
  app: App,
  stored: StoredValue,
  { offset, limit, columns }: { offset: number; limit: number; columns?: string[] },
): Promise<TablePage> {
  const table = tableOf(stored)
  const wanted = columns ?? table.schema.columns.slice(0, 200).map(({ name }) => name)
  const data = await Promise.all(wanted.map((name) => columnData(app.store, table, name)))
  const end = Math.min(table.rows, offset + limit)
  const rows = Array.from({ length: Math.max(0, end - offset) }, (_, i) => offset + i)
  const cells = rows.map((row) => data.map((column) => plainValue(column, row)))
  return { schema: table.schema, rows: table.rows, offset, cells, columns: wanted }
}

/** Of one column. Throws 'output-no-table' or 'column-unknown'. */
export async function readProfile(app: App, stored: StoredValue, name: string): Promise<ColumnProfile> {
  const table = tableOf(stored)
  const hash = hashOf(table, name)
  const { profiles } = cacheOf(app.store)
  const known = profiles.get(hash)
  if (known) return known
  const profile = await profileColumn(await columnData(app.store, table, name))
  if (profiles.size >= maxProfiles) profiles.clear()
  profiles.set(hash, profile)
  return profile
}

export interface SeriesQuery {
  columns: string[]
  fromUs?: number
  toUs?: number
  points: number
}

export interface SeriesView extends Series {
  columns: Column[]
  zone: string
  /** The time the whole table covers; null without rows. */
  span: { fromUs: number; toUs: number } | null
}

/** Throws 'output-no-table', 'column-unknown', or 'table-without-time'. */
export async function readSeries(app: App, stored: StoredValue, query: SeriesQuery): Promise<SeriesView> {
  const table = tableOf(stored)
  const { time } = table.schema
  if (!time) throw new DomainError('table-without-time')
  const times = (await columnData(app.store, table, time.column)).values as Float64Array
  const columns = await Promise.all(query.columns.map((name) => columnData(app.store, table, name)))
  const [first, last] = [times[0], times[times.length - 1]]
  const { fromUs = first, toUs = last, points } = query
  const stepUs = time.grid === 'irregular' ? undefined : time.grid.stepUs
  const isEmpty = times.length === 0
  const series = isEmpty
    ? empty(columns)
    : await reduceSeries({ times, columns, fromUs, toUs, points, stepUs })
  return {
    ...series,
    columns: query.columns.map((name) => columnOf(table, name)),
    zone: time.zone,
    span: isEmpty ? null : { fromUs: first, toUs: last },
  }
}

function empty(columns: ColumnData[]): Series {
  return { isReduced: false, timesUs: [], values: columns.map(() => []) }
}

interface TableByReference {
  schema: TableSchema
  rows: number
  hashes: string[]
}

function tableOf({ schema, rows = 0, columns = [], value }: StoredValue): TableByReference {
  if (schema.type === 'table') return { schema: schema.table, rows, hashes: columns }
  if (schema.type === 'intervals') return { schema: tableSchemaSchema.parse(value), rows, hashes: columns }
  throw new DomainError('output-no-table', { type: schema.type })
}

function columnOf(table: TableByReference, name: string): Column {
  const column = table.schema.columns.find((known) => known.name === name)
  if (!column) throw new DomainError('column-unknown', { column: name })
  return column
}

function hashOf(table: TableByReference, name: string): string {
  return table.hashes[table.schema.columns.indexOf(columnOf(table, name))]
}

function columnData(store: Store, table: TableByReference, name: string): Promise<ColumnData> {
  return cacheOf(store).columns.get(hashOf(table, name))
}

function cacheOf(store: Store): { columns: ColumnCache; profiles: Map<string, ColumnProfile> } {
  const known = caches.get(store)
  if (known) return known
  const made = { columns: new ColumnCache(store, cacheBytes), profiles: new Map<string, ColumnProfile>() }
  caches.set(store, made)
  return made
}
