/** Writes samples in pieces of rows, each at once for all tags; what an interrupted run wrote is a duplicate in the next. */
import { tableInput } from '#blocks/block.ts'
import type { BlockCall, BlockResult, HistorianSamples } from '#blocks/block.ts'
import { takeColumn } from '#blocks/kernels/rows.ts'
import { cutToWindow } from '#blocks/kernels/time-order.ts'
import type { Column } from '#pipeline/ports.ts'
import { columnNamed, isMissing, newFloats, timesOf } from '#pipeline/table.ts'
import type { Table } from '#pipeline/table.ts'
import { tagColumns } from './spec.ts'
import type { TagColumn, WriteHistorianConfig } from './spec.ts'

/** Samples in one transaction. */
const pieceSamples = 100_000

export async function run({ inputs, config, ctx }: BlockCall<WriteHistorianConfig>): Promise<BlockResult> {
  const table = cutToWindow(tableInput(inputs, 'table'), ctx.window)
  const tags = tagColumns(table.schema, config)
  const rows = lastOfEachTime(timesOf(table))
  if (rows.length < table.rows) ctx.log('warning', 'same-time-rows', { left: table.rows - rows.length })
  const pieceRows = Math.max(1, Math.floor(pieceSamples / Math.max(1, tags.length)))
  const total = { written: 0, duplicates: 0, revisions: 0 }
  for (let from = 0; from < rows.length; from += pieceRows) {
    ctx.signal.throwIfAborted()
    const piece = rows.subarray(from, from + pieceRows)
    const samples = tags.map((tag) => samplesOf(table, tag, piece)).filter((item) => item.times.length > 0)
    const written = await ctx.data.writeHistorian(samples)
    for (const key of ['written', 'duplicates', 'revisions'] as const) total[key] += written[key]
    ctx.progress(from + piece.length, rows.length)
  }
  return { outputs: { written: { type: 'metrics', values: total } } }
}

/** The samples that are not missing. */
function samplesOf(table: Table, { column, tag }: TagColumn, rows: Int32Array): HistorianSamples {
  const data = columnNamed(table, column.name)
  const present = data.missing ? rows.filter((row) => !isMissing(data, row)) : rows
  const times = timesOf(table)
  const taken = newFloats(present.length)
  for (let to = 0; to < present.length; to++) taken[to] = times[present[to]]
  return { tag, times: taken, values: takeColumn(data, present), ...meaningOf(column) }
}

/** What the column says its values mean. */
function meaningOf({ unit, quantity, kind, stamp, availabilityUs }: Column): Partial<HistorianSamples> {
  return {
    ...(unit && { unit }),
    ...(quantity && { quantity }),
    ...(kind && { kind }),
    ...(stamp && { stamp }),
    availabilityUs,
  }
}

/** Rows in order of time, of equal times the last one. */
function lastOfEachTime(times: Float64Array): Int32Array {
  const rows = Int32Array.from(times.keys())
  if (!isAscending(times)) rows.sort((a, b) => times[a] - times[b] || a - b)
  return rows.filter((row, at) => at + 1 === rows.length || times[rows[at + 1]] !== times[row])
}

function isAscending(times: Float64Array): boolean {
  for (let row = 1; row < times.length; row++) if (times[row] < times[row - 1]) return false
  return true
}
