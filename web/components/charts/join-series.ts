/** Several curves with places of their own on one rising x axis. */

export interface Curve {
  /** Rising. */
  x: number[]
  y: (number | null)[]
}

/** null: the line ends here. undefined: this curve has no point here, its line passes. */
export type JoinedCurves = [number[], ...(number | null | undefined)[][]]

export function joinCurves(curves: Curve[]): JoinedCurves {
  const first = curves[0]
  if (first && curves.every(({ x }) => x === first.x)) return [first.x, ...curves.map(({ y }) => y)]
  const xs = [...new Set(curves.flatMap(({ x }) => x))].sort((a, b) => a - b)
  return [xs, ...curves.map((curve) => cut(spread(curve, xs)))]
}

type Column = (number | null | undefined)[]

function spread({ x, y }: Curve, xs: number[]): Column {
  let at = 0
  return xs.map((place) => {
    if (x[at] !== place) return undefined
    // Of two rows at the same place the later one is drawn.
    while (x[at] === place) at++
    return y[at - 1]
  })
}

/** Between a line's end and its next value nothing is drawn, whatever other curves have there. */
function cut(column: Column): Column {
  for (let i = 1; i < column.length; i++)
    if (column[i] === undefined && column[i - 1] === null) column[i] = null
  for (let i = column.length - 2; i >= 0; i--)
    if (column[i] === undefined && column[i + 1] === null) column[i] = null
  return column
}

/** Points between two gaps, which a line alone would not show. */
export function lonelyPoints(ys: ArrayLike<number | null | undefined>): number[] {
  const found: number[] = []
  for (let i = 0; i < ys.length; i++) {
    if (ys[i] != null && neighbour(ys, i, -1) == null && neighbour(ys, i, 1) == null) found.push(i)
  }
  return found
}

function neighbour(ys: ArrayLike<number | null | undefined>, from: number, by: number) {
  let i = from + by
  while (i >= 0 && i < ys.length && ys[i] === undefined) i += by
  return ys[i]
}
