/** Fewer points that draw the same cloud: one row for every occupied cell of a grid, and how many it stands for. */
import type { ChartSeries } from './chart.ts'
import { maxPoints } from './chart.ts'

export type ReducedCloud = Pick<ChartSeries, 'x' | 'y' | 'count'> & { reduced: boolean }

interface Cell {
  row: number
  count: number
}

/** `rows`: those with a finite x and y. Rows with the smallest and largest x and y are always among the points. */
export function reduceScatter(xs: Float64Array, ys: Float64Array, rows: readonly number[]): ReducedCloud {
  if (rows.length <= maxPoints) {
    const sorted = sortedByX(xs, rows)
    return { x: sorted.map((row) => xs[row]), y: sorted.map((row) => ys[row]), reduced: false }
  }
  const extremes = extremeRows(xs, ys, rows)
  let size = 128
  let cells = cellsOf(xs, ys, rows, { size, extremes })
  while (cells.length > maxPoints) {
    size = Math.floor(size * 0.85)
    cells = cellsOf(xs, ys, rows, { size, extremes })
  }
  cells.sort((a, b) => xs[a.row] - xs[b.row] || a.row - b.row)
  return {
    x: cells.map(({ row }) => xs[row]),
    y: cells.map(({ row }) => ys[row]),
    count: cells.map(({ count }) => count),
    reduced: true,
  }
}

function sortedByX(xs: Float64Array, rows: readonly number[]): number[] {
  return [...rows].sort((a, b) => xs[a] - xs[b] || a - b)
}

interface Extremes {
  left: number
  right: number
  bottom: number
  top: number
}

function extremeRows(xs: Float64Array, ys: Float64Array, rows: readonly number[]): Extremes {
  const found = { left: rows[0], right: rows[0], bottom: rows[0], top: rows[0] }
  for (const row of rows) {
    if (xs[row] < xs[found.left]) found.left = row
    if (xs[row] > xs[found.right]) found.right = row
    if (ys[row] < ys[found.bottom]) found.bottom = row
    if (ys[row] > ys[found.top]) found.top = row
  }
  return found
}

/** The first row of each cell stands for it; an extreme row stands for itself. */
function cellsOf(
  xs: Float64Array,
  ys: Float64Array,
  rows: readonly number[],
  { size, extremes }: { size: number; extremes: Extremes },
): Cell[] {
  const { left, right, bottom, top } = extremes
  const column = scale(xs[left], xs[right], size)
  const line = scale(ys[bottom], ys[top], size)
  const cells = new Map<number, Cell>()
  for (const row of rows) {
    const key = column(xs[row]) * size + line(ys[row])
    const cell = cells.get(key)
    if (cell) cell.count++
    else cells.set(key, { row, count: 1 })
  }
  const points = [...cells.values()]
  const taken = new Set(points.map(({ row }) => row))
  const missing = new Set([left, right, bottom, top].filter((row) => !taken.has(row)))
  return [...points, ...[...missing].map((row) => ({ row, count: 1 }))]
}

function scale(low: number, high: number, size: number): (value: number) => number {
  const width = high - low
  return (value) => (width > 0 ? Math.min(size - 1, Math.floor(((value - low) / width) * size)) : 0)
}
