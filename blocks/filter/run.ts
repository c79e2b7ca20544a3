import type { BlockCall, BlockResult } from '#blocks/block.ts'
import { tableInput } from '#blocks/block.ts'
import { pause } from '#blocks/kernels/pause.ts'
import { tableAnswer } from '#blocks/kernels/promised.ts'
import { takeColumn } from '#blocks/kernels/rows.ts'
import { cutToWindow } from '#blocks/kernels/time-order.ts'
import type { ColumnData, Table } from '#pipeline/table.ts'
import { columnNamed } from '#pipeline/table.ts'
import type { FilterConfig } from './spec.ts'
import type { RowTest } from './row-tests.ts'
import { rowTest } from './row-tests.ts'

export async function run({ inputs, config, outputs, ctx }: BlockCall<FilterConfig>): Promise<BlockResult> {
  const table = cutToWindow(tableInput(inputs, 'table'), ctx.window)
  const rows = rowsThatMeet(table, config)
  if (rows.length === table.rows) return tableAnswer(outputs, table.rows, table.columns)
  const columns: ColumnData[] = []
  for (const column of table.columns) {
    await pause(ctx, columns.length, table.columns.length)
    columns.push(takeColumn(column, rows))
  }
  return tableAnswer(outputs, rows.length, columns)
}

function rowsThatMeet(table: Table, { conditions, match, missing }: FilterConfig): Int32Array {
  const options = { zone: table.schema.time?.zone ?? 'UTC', missingIsMet: missing === 'keep' }
  const tests = conditions.map((one) => rowTest(one, columnNamed(table, one.column), options))
  const isMet: RowTest =
    match === 'all' || tests.length === 0
      ? (row) => tests.every((test) => test(row))
      : (row) => tests.some((test) => test(row))
  const rows = new Int32Array(table.rows)
  let count = 0
  for (let row = 0; row < table.rows; row++) if (isMet(row)) rows[count++] = row
  return rows.subarray(0, count)
}
