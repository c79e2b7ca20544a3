/** Reads the pinned CSV file as its frozen schema says, or tells how the data differ. */
import type { BlockCall, BlockContext, BlockResult } from '#blocks/block.ts'
import { tableSchemaOf } from '#blocks/kernels/promised.ts'
import { cutToWindow } from '#blocks/kernels/time-order.ts'
import { orderTimes } from '#blocks/time-zone/order.ts'
import type { OrderedTimes } from '#blocks/time-zone/order.ts'
import { localToUtc } from '#blocks/time-zone/zone-table.ts'
import { isFileRef } from '#pipeline/file-ref.ts'
import { isLazy, loadTable, useColumn } from '#pipeline/lazy-table.ts'
import type { ResultTable } from '#pipeline/lazy-table.ts'
import type { ColumnData } from '#pipeline/table.ts'
import { badRowParams, keptRows, refuseBadRows } from './bad-rows.ts'
import type { ReadCsvConfig } from './config.ts'
import { dateFormat } from './date-format.ts'
import { refuseOtherCells, refuseOtherColumns } from './differences.ts'
import { asUtf8 } from './encoding.ts'
import { parseFile } from './parse.ts'
import type { FileColumn, Parsed } from './parse.ts'
import { cellRules, dateFormatOf } from './rules.ts'
import { spillColumn, takeParsed } from './spilled-column.ts'
import type { ParsedColumn } from './spilled-column.ts'
import { refuseMissing, refuseOffGrid } from '#blocks/file-reader/differences.ts'
import { chosenColumns, foundWith } from '#blocks/file-reader/schema.ts'
import type { ChosenColumn } from '#blocks/file-reader/schema.ts'

export { inspect } from './inspect.ts'

/** The columns stay on disk when their values take more than `keepBytes`. */
export async function run(
  { config, outputs, ctx }: BlockCall<ReadCsvConfig>,
  keepBytes = 128 << 20,
): Promise<BlockResult> {
  const { detected } = config
  if (!detected || !isFileRef(config.file))
    throw new Error('the reader was not inspected or its file not pinned')
  ctx.log('info', 'csv-dialect', { ...detected.dialect, names: detected.dialect.names.length })
  const stored = await ctx.data.localPath(config.file)
  const path = await asUtf8(stored, detected.dialect.encoding, {
    scratchPath: (name) => ctx.data.scratchPath(name),
    signal: ctx.signal,
    progress: ctx.progress,
  })
  const names = await refuseOtherColumns(path, detected.dialect)
  const chosen = chosenColumns(foundWith(detected, config.grid), config)
  const columns = chosen.map((item) => fileColumn(item, names, config))
  const parsed = await parseFile({
    path,
    dialect: { ...detected.dialect, names },
    columns,
    signal: ctx.signal,
    progress: ctx.progress,
    spill: { path: ctx.data.scratchPath('columns'), keepBytes },
  })
  const content = await tableOf(parsed, { chosen, config, ctx })
  const table = { schema: tableSchemaOf(outputs, 'table'), ...content }
  return { outputs: { table: { type: 'table', table: await inWindow(table, ctx.window) } } }
}

async function inWindow(table: ResultTable, window: BlockContext['window']): Promise<ResultTable> {
  const isWhole = window.fromUs === -Infinity && window.toUs === Infinity
  return isWhole ? table : cutToWindow(await loadTable(table), window)
}

function fileColumn({ source, column }: ChosenColumn, names: string[], config: ReadCsvConfig): FileColumn {
  const { dialect, time } = config.detected!
  const format = column.type === 'time' ? dateFormatOf(source, config) : undefined
  return {
    index: names.indexOf(source),
    name: source,
    type: column.type,
    rules: cellRules(dialect, config, format),
    required: source === time?.column,
  }
}

interface Reading {
  chosen: ChosenColumn[]
  config: ReadCsvConfig
  ctx: BlockContext
}

async function tableOf(parsed: Parsed, reading: Reading): Promise<{ rows: number; columns: ParsedColumn[] }> {
  const { chosen, config, ctx } = reading
  refuseOtherCells(parsed, chosen)
  refuseBadRows(parsed.bad, config)
  if (parsed.bad.length > 0) ctx.log('warning', 'bad-rows-skipped', badRowParams(parsed.bad))
  const kept = keptRows(parsed.rows, parsed.bad)
  let columns = kept ? parsed.columns.map((column) => takeParsed(column, kept)) : parsed.columns
  const lineOf = (row: number) => parsed.lines[kept ? kept[row] : row]
  refuseMissing(columns, chosen, lineOf)
  const timeAt = chosen.findIndex((item) => item.source === config.detected?.time?.column)
  columns = columns.map((column, at) =>
    column.type === 'time' && at !== timeAt ? instants(column, chosen[at], config) : column,
  )
  if (timeAt >= 0) columns = await inOrder(columns, timeAt, { ...reading, lineOf })
  return { rows: kept?.length ?? parsed.rows, columns }
}

/** A time that does not order the rows: its clock is read row by row, so 'by-order' follows the rows too. */
function instants(column: ParsedColumn, chosen: ChosenColumn, config: ReadCsvConfig): ParsedColumn {
  if (dateFormat(dateFormatOf(chosen.source, config))!.absolute) return column
  if (isLazy(column)) return column.change((values) => void localToUtc(values, config.zone, config, values))
  return { ...column, values: localToUtc(column.values as Float64Array, config.zone, config).utcUs }
}

async function inOrder(
  columns: ParsedColumn[],
  timeAt: number,
  reading: Reading & LineOf,
): Promise<ParsedColumn[]> {
  const isSpilled = isLazy(columns[timeAt])
  const { time, order } = await useColumn(columns[timeAt], (column) => {
    const { utcUs, order } = instantsInOrder(column.values as Float64Array, reading.chosen[timeAt], reading)
    const data: ColumnData = { type: 'time', values: utcUs }
    const time = isSpilled ? spillColumn(data, reading.ctx.data.scratchPath('time')) : data
    return { time, order }
  })
  return columns.map((column, at) => (at === timeAt ? time : order ? takeParsed(column, order) : column))
}

interface LineOf {
  lineOf(row: number): number
}

/** Overwrites the clock's values. */
function instantsInOrder(
  values: Float64Array,
  chosen: ChosenColumn,
  { config, ctx, lineOf }: Reading & LineOf,
): OrderedTimes {
  const { absolute } = dateFormat(dateFormatOf(chosen.source, config))!
  const ordered = orderTimes({ name: chosen.source, values, absolute, placeOf: lineOf }, config)
  const { utcUs, order, doubled, shifted } = ordered
  if (doubled > 0) ctx.log('info', 'doubled-hour', { rows: doubled, rule: config.doubledHour })
  if (shifted > 0) ctx.log('warning', 'missing-hour-shifted', { rows: shifted })
  if (order) ctx.log('warning', 'rows-sorted', { rows: order.length })
  refuseOffGrid(utcUs, foundWith(config.detected!, config.grid).time!)
  return ordered
}
