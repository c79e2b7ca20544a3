/** Reads the pinned Parquet file as its frozen schema says, or tells how it differs. */
import type { BlockCall, BlockContext, BlockResult } from '#blocks/block.ts'
import { readColumns } from '#blocks/duckdb/columns.ts'
import { withDuckDb } from '#blocks/duckdb/open.ts'
import type { DuckDb } from '#blocks/duckdb/open.ts'
import { refuseDifferences, refuseMissing, refuseOffGrid } from '#blocks/file-reader/differences.ts'
import type { Difference } from '#blocks/file-reader/differences.ts'
import { chosenColumns, foundWith } from '#blocks/file-reader/schema.ts'
import type { ChosenColumn } from '#blocks/file-reader/schema.ts'
import { tableAnswer } from '#blocks/kernels/promised.ts'
import { takeColumn } from '#blocks/kernels/rows.ts'
import { orderTimes } from '#blocks/time-zone/order.ts'
import { localToUtc } from '#blocks/time-zone/zone-table.ts'
import { isFileRef } from '#pipeline/file-ref.ts'
import type { ColumnData } from '#pipeline/table.ts'
import { refuseLost } from './lost-values.ts'
import { countRows, fileColumns, parquetRows } from './parquet-file.ts'
import type { FileColumn } from './parquet-file.ts'
import { selection } from './selection.ts'
import type { ReadParquetConfig } from './spec.ts'

export { inspect } from './inspect.ts'

export async function run({ config, outputs, ctx }: BlockCall<ReadParquetConfig>): Promise<BlockResult> {
  if (!config.detected || !isFileRef(config.file))
    throw new Error('the reader was not inspected or its file not pinned')
  const path = await ctx.data.localPath(config.file)
  const chosen = chosenColumns(foundWith(config.detected, config.grid), config)
  const options = { signal: ctx.signal, scratchPath: ctx.data.scratchPath('duckdb') }
  const { rows, columns } = await withDuckDb(options, (db) => readFile(db, path, { chosen, config, ctx }))
  refuseMissing(columns, chosen, (row) => row + 1)
  return tableAnswer(outputs, rows, await inTime(columns, chosen, { config, ctx }))
}

interface Reading {
  chosen: ChosenColumn[]
  config: ReadParquetConfig
  ctx: BlockContext
}

async function readFile(db: DuckDb, path: string, { chosen, config, ctx }: Reading) {
  const found = await refuseOthers(db, path, config)
  await refuseLost(db, path, chosen, found)
  const { rows } = await countRows(db, path, [])
  const selected = chosen.map(({ source, column: { type } }) => ({
    sql: selection(found.get(source)!, type),
    type,
  }))
  const columns = await readColumns(db, { selected, from: parquetRows(path), rows, progress: ctx.progress })
  return { rows, columns }
}

/** The columns of the file by name. Throws 'data-differs' for those that are missing, new or of another type. */
async function refuseOthers(
  db: DuckDb,
  path: string,
  config: ReadParquetConfig,
): Promise<Map<string, FileColumn>> {
  const detected = config.detected!
  const dropped = new Set(config.columns.filter((rule) => rule.drop).map((rule) => rule.source))
  const found = new Map((await fileColumns(db, path, dropped)).map((column) => [column.name, column]))
  const known = new Set(detected.columns.map((column) => column.name))
  const differences = detected.columns.flatMap(({ name, type }): Difference[] => {
    if (dropped.has(name)) return []
    const column = found.get(name)
    if (!column) return [{ kind: 'column-missing', column: name }]
    const isSame = column.type === type && column.isClock === detected.clocks.includes(name)
    return isSame ? [] : [{ kind: 'type', column: name, expected: type, found: column.type }]
  })
  const extra = [...found.keys()]
    .filter((name) => !known.has(name))
    .map((column): Difference => ({ kind: 'column-extra', column }))
  refuseDifferences([...differences, ...extra])
  return found
}

/** Clock readings become instants; the rows are put in order by the rules. */
async function inTime(
  columns: ColumnData[],
  chosen: ChosenColumn[],
  { config, ctx }: Omit<Reading, 'chosen'>,
): Promise<ColumnData[]> {
  const { clocks, time } = foundWith(config.detected!, config.grid)
  const timeAt = chosen.findIndex((item) => item.source === time?.column)
  const instants = columns.map((column, at) => {
    const isClock = column.type === 'time' && at !== timeAt && clocks.includes(chosen[at].source)
    if (!isClock) return column
    return { ...column, values: localToUtc(column.values as Float64Array, config.zone, config).utcUs }
  })
  if (timeAt < 0) return instants
  const absolute = !clocks.includes(chosen[timeAt].source)
  const clock = {
    name: time!.column,
    values: columns[timeAt].values as Float64Array,
    absolute,
    placeOf: (row: number) => row + 1,
  }
  const { utcUs, order, doubled, shifted } = orderTimes(clock, config)
  if (doubled > 0) ctx.log('info', 'doubled-hour', { rows: doubled, rule: config.doubledHour })
  if (shifted > 0) ctx.log('warning', 'missing-hour-shifted', { rows: shifted })
  if (order) ctx.log('warning', 'rows-sorted', { rows: order.length })
  refuseOffGrid(utcUs, time!)
  return instants.map((column, at) =>
    at === timeAt ? { type: 'time', values: utcUs } : order ? takeColumn(column, order) : column,
  )
}
