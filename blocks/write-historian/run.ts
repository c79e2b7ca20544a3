/** Writes samples tag by tag in pieces; what was written before an interruption is a duplicate the next time. */
import { tableInput } from '#blocks/block.ts'
import type {
  BlockCall,
  BlockContext,
  BlockResult,
  HistorianSamples,
  HistorianWritten,
} from '#blocks/block.ts'
import { takeColumn } from '#blocks/kernels/rows.ts'
import { cutToWindow } from '#blocks/kernels/time-order.ts'
import { columnNamed, isMissing, newFloats, timesOf } from '#pipeline/table.ts'
import type { Table } from '#pipeline/table.ts'
import { tagColumns } from './spec.ts'
import type { TagColumn, WriteHistorianConfig } from './spec.ts'

const pieceRows = 50_000

export async function run({ inputs, config, ctx }: BlockCall<WriteHistorianConfig>): Promise<BlockResult> {
  const table = cutToWindow(tableInput(inputs, 'table'), ctx.window)
  const rows = lastOfEachTime(timesOf(table))
  if (rows.length < table.rows) ctx.log('warning', 'same-time-rows', { left: table.rows - rows.length })
  const tags = tagColumns(table.schema, config)
  const total = { written: 0, duplicates: 0, revisions: 0 }
  for (const [index, tag] of tags.entries())
    await writeTag(table, { ...tag, rows, index, count: tags.length }, { ctx, total })
  return { outputs: { written: { type: 'metrics', values: total } } }
}

async function writeTag(
  table: Table,
  item: TagColumn & { rows: Int32Array; index: number; count: number },
  { ctx, total }: { ctx: BlockContext; total: HistorianWritten },
): Promise<void> {
  for (let from = 0; from < item.rows.length; from += pieceRows) {
    ctx.signal.throwIfAborted()
    const samples = samplesOf(table, item, item.rows.subarray(from, from + pieceRows))
    const written = samples.times.length > 0 ? await ctx.data.writeHistorian([samples]) : undefined
    for (const key of ['written', 'duplicates', 'revisions'] as const) total[key] += written?.[key] ?? 0
    ctx.progress(item.index * item.rows.length + from + pieceRows, item.count * item.rows.length)
  }
}

/** The samples that are not missing. */
function samplesOf(table: Table, { column, tag }: TagColumn, rows: Int32Array): HistorianSamples {
  const data = columnNamed(table, column.name)
  const present = data.missing ? rows.filter((row) => !isMissing(data, row)) : rows
  const times = timesOf(table)
  const taken = newFloats(present.length)
  for (let to = 0; to < present.length; to++) taken[to] = times[present[to]]
  return { tag, times: taken, values: takeColumn(data, present), ...(column.unit && { unit: column.unit }) }
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
