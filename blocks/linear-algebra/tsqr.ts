/**
 * QR of a tall table block by block (TSQR with a flat tree: Demmel, Grigori, Hoemmen and Langou, SIAM J. Sci.
 * Comput. 34, 2012). The triangle so far is stacked on the next block and both are triangularised again, so
 * memory does not grow with the rows. The order depends on the row numbers alone: equal rows give equal bits.
 */
import { triangularise } from './householder.ts'

const blockRows = 1024

/** Fills `columns[j][at + i]` with the value of row `firstRow + i` for i in [0, count). */
export type FillBlock = (columns: Float64Array[], at: number, firstRow: number, count: number) => void

/** R as columns: `r[j][i]` for i <= j, zero below. `onBlock` is called after every block. */
export function tallQr(
  width: number,
  rows: number,
  fill: FillBlock,
  onBlock?: (done: number) => void,
): Float64Array[] {
  const columns = Array.from({ length: width }, () => new Float64Array(width + blockRows))
  for (let first = 0; first < rows; first += blockRows) {
    const count = Math.min(blockRows, rows - first)
    fill(columns, width, first, count)
    triangularise(columns, width + count)
    clearBelowDiagonal(columns)
    onBlock?.(first + count)
  }
  return columns.map((column) => column.slice(0, width))
}

function clearBelowDiagonal(columns: Float64Array[]): void {
  for (const [j, column] of columns.entries()) column.fill(0, j + 1, columns.length)
}
