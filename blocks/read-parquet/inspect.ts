/** Freezes the schema of a Parquet file into the config. */
import type { z } from 'zod'
import type { BlockData } from '#blocks/block.ts'
import { readColumns } from '#blocks/duckdb/columns.ts'
import { quoteName, withDuckDb } from '#blocks/duckdb/open.ts'
import type { DuckDb } from '#blocks/duckdb/open.ts'
import { gridFor } from '#blocks/file-reader/stated-grid.ts'
import { orderTimes } from '#blocks/time-zone/order.ts'
import type { ColumnRule } from '#blocks/file-reader/column-rules.ts'
import { refusal } from '#blocks/file-reader/refusal.ts'
import { chosenColumns } from '#blocks/file-reader/schema.ts'
import { statedQuantity, statedUnit } from '#blocks/file-reader/stated.ts'
import { isFileRef } from '#pipeline/file-ref.ts'
import { nearNames } from '#pipeline/near-names.ts'
import type { Column, TableSchema, TableTime } from '#pipeline/ports.ts'
import { refuseLost } from './lost-values.ts'
import { countRows, fileColumns, keptSchema, parquetRows } from './parquet-file.ts'
import type { FileColumn } from './parquet-file.ts'
import type { ReadParquetConfig } from './spec.ts'

/** The config with `detected` filled in. Throws DomainError where the file breaks the rules of the config. */
export async function inspect(
  config: ReadParquetConfig,
  data: BlockData,
  signal: AbortSignal,
): Promise<ReadParquetConfig> {
  if (!isFileRef(config.file)) throw new Error('the file is not pinned')
  const path = await data.localPath(config.file)
  const options = { signal, scratchPath: data.scratchPath('duckdb') }
  return { ...config, detected: await withDuckDb(options, (db) => detect(db, path, config)) }
}

async function detect(db: DuckDb, path: string, config: ReadParquetConfig) {
  const found = await fileColumns(db, path, droppedNames(config))
  const detected = await describe(db, path, { found, config })
  const byName = new Map(found.map((column) => [column.name, column]))
  await refuseLost(db, path, chosenColumns(detected, config), byName)
  return detected
}

function droppedNames({ columns }: ReadParquetConfig): Set<string> {
  return new Set(columns.filter((rule) => rule.drop).map((rule) => rule.source))
}

async function describe(
  db: DuckDb,
  path: string,
  { found, config }: { found: FileColumn[]; config: ReadParquetConfig },
) {
  const kept = await keptSchema(db, path)
  const { rows, present } = await countRows(
    db,
    path,
    found.map((column) => column.name),
  )
  const isNullable = (name: string) => present.get(name)! < rows
  const columns = found.map((column) => {
    const rule = config.columns.find(({ source }) => source === column.name)
    return describeColumn(column, isNullable(column.name), keptMeaning(column, kept, rule))
  })
  const clocks = found.filter((column) => column.isClock).map((column) => column.name)
  const time = timeColumnOf(found, config, kept)
  if (!time) return { columns, clocks }
  if (isNullable(time.name))
    throw refusal('time-values-missing', { column: time.name, count: rows - present.get(time.name)! })
  return { columns, clocks, time: await describeTime(db, path, { column: time, rows, config, kept }) }
}

/** What the file kept of a column holds as long as its type does. What people state takes the place of it. */
function keptMeaning(
  { name, type }: FileColumn,
  kept: TableSchema | undefined,
  rule: ColumnRule | undefined,
): Column | undefined {
  const known = kept?.columns.find((column) => column.name === name && column.type === type)
  return known && { ...known, unit: rule?.unit ?? known.unit, quantity: rule?.quantity ?? known.quantity }
}

function describeColumn({ name, type }: FileColumn, nullable: boolean, known: Column | undefined): Column {
  if (!known) return { name, type, nullable, availabilityUs: 0 }
  refuseUnknown(name, known.unit, statedUnit)
  refuseUnknown(name, known.quantity, statedQuantity)
  const { unit, quantity, kind, stamp, availabilityUs } = known
  const physics = { unit, quantity, kind, stamp }
  const stated = Object.fromEntries(Object.entries(physics).filter(([, value]) => value !== undefined))
  return { name, type, ...stated, nullable, availabilityUs }
}

/** Throws 'unit-unknown' for what nobody could state either. */
function refuseUnknown(column: string, found: string | undefined, schema: z.ZodType): void {
  const problem = schema.optional().safeParse(found).error?.issues[0].message
  if (problem !== undefined) throw refusal('unit-unknown', { column, found }, problem)
}

/** The stated time column, else the one the file kept, else the first column of times. */
function timeColumnOf(
  found: FileColumn[],
  config: ReadParquetConfig,
  kept: TableSchema | undefined,
): FileColumn | undefined {
  if (config.timeColumn === null) return undefined
  const times = found.filter((column) => column.type === 'time')
  if (config.timeColumn === undefined)
    return times.find((column) => column.name === kept?.time?.column) ?? times[0]
  const stated = times.find((column) => column.name === config.timeColumn)
  if (stated) return stated
  const names = found.map((column) => column.name)
  throw refusal('no-time-column', {
    column: config.timeColumn,
    near: nearNames(config.timeColumn, names),
  })
}

async function describeTime(
  db: DuckDb,
  path: string,
  {
    column,
    rows,
    config,
    kept,
  }: { column: FileColumn; rows: number; config: ReadParquetConfig; kept?: TableSchema },
): Promise<TableTime> {
  const selected = [{ sql: quoteName(column.name), type: 'time' as const }]
  const [data] = await readColumns(db, { selected, from: parquetRows(path), rows })
  const clock = {
    name: column.name,
    values: data.values as Float64Array,
    absolute: !column.isClock,
    placeOf: (row: number) => row + 1,
  }
  const { utcUs } = orderTimes(clock, config)
  const zone = kept?.time?.column === column.name && config.zone === 'UTC' ? kept.time.zone : config.zone
  return { column: column.name, zone, grid: gridFor(utcUs, column.name, config.grid) }
}
