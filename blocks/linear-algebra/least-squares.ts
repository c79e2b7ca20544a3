/**
 * Ordinary least squares by QR on centred columns of unit variance: 1-2 decimal digits are lost per decade of
 * the condition number, not two as with normal equations. Only + - * / and sqrt, one order: the same bits anywhere.
 */
import { conditionOne, firstDependent, solveUpper } from './triangle.ts'
import { tallQr } from './tsqr.ts'

/** Rows that took part, as numbers of the table's rows; the columns have one finite value for each of them. */
export interface LeastSquaresProblem {
  features: readonly Float64Array[]
  target: Float64Array
  /** Row numbers, ascending. */
  rows: Int32Array
  intercept: boolean
  onProgress?: (done: number) => void
}

export interface LeastSquaresSolution {
  /** In original units: target per feature. */
  coefficients: number[]
  /** Prediction at features of zero. 0 without intercept. */
  intercept: number
  /** Means that were subtracted (0 without intercept), one per feature. */
  centre: number[]
  /** Standard deviation (population; root mean square without intercept), one per feature. */
  scale: number[]
  targetCentre: number
  residualSumOfSquares: number
  /** Around the mean, with and without intercept. */
  totalSumOfSquares: number
  /** Of the centred, scaled features, 1-norm. */
  condition: number
}

/** Features that have no unique coefficient: constant ones, or one that is a combination of others. */
export interface RankDeficient {
  dependent: number
  on: number[]
}

interface Moments {
  mean: number
  /** Sum of squares around the mean, and around zero. */
  aroundMean: number
  aroundZero: number
}

const epsilon = 2 ** -52

/** Needs at least as many rows as unknowns (features, and one for the intercept). */
export function leastSquares(problem: LeastSquaresProblem): LeastSquaresSolution | RankDeficient {
  const { features, target, rows, intercept } = problem
  const moments = features.map((values) => momentsOf(values, rows))
  const constant = intercept ? moments.findIndex((item) => isConstant(item)) : -1
  if (constant >= 0) return { dependent: constant, on: [] }
  const columns = [...features, target]
  const all = [...moments, momentsOf(target, rows)]
  const centre = all.map((item) => (intercept ? item.mean : 0))
  const scale = all.map((item) => spread(item, rows.length, intercept))
  const r = tallQr(columns.length, rows.length, filler(columns, rows, centre, scale), problem.onProgress)
  const dependent = firstDependent(r, features.length, rankTolerance(moments, intercept))
  if (dependent) return { dependent: dependent.column, on: dependent.on }
  return solutionFrom(r, centre, scale, all[features.length])
}

function solutionFrom(
  r: Float64Array[],
  centre: number[],
  scale: number[],
  target: Moments,
): LeastSquaresSolution {
  const size = r.length - 1
  const scaled = solveUpper(r, r[size], size)
  const coefficients = Array.from(scaled, (value, j) => (value * scale[size]) / scale[j])
  const residual = r[size][size] * scale[size]
  return {
    coefficients,
    intercept: coefficients.reduce((rest, value, j) => rest - value * centre[j], centre[size]),
    centre: centre.slice(0, size),
    scale: scale.slice(0, size),
    targetCentre: centre[size],
    residualSumOfSquares: residual * residual,
    totalSumOfSquares: target.aroundMean,
    condition: conditionOne(r, size),
  }
}

/** Writes centred, scaled rows into the blocks of the decomposition. */
function filler(columns: readonly Float64Array[], rows: Int32Array, centre: number[], scale: number[]) {
  return (into: Float64Array[], at: number, first: number, count: number): void => {
    for (const [j, values] of columns.entries()) {
      const [block, mean, unit] = [into[j], centre[j], scale[j]]
      for (let i = 0; i < count; i++) block[at + i] = (values[rows[first + i]] - mean) / unit
    }
  }
}

/** Corrected two-pass sums (Chan, Golub and LeVeque 1983): the mean is right to the last bit or two. */
function momentsOf(values: Float64Array, rows: Int32Array): Moments {
  const raw = sumAround(values, rows, 0)
  const rough = raw.sum / rows.length
  const rest = sumAround(values, rows, rough)
  const shift = rest.sum / rows.length
  return { mean: rough + shift, aroundMean: rest.squares - rest.sum * shift, aroundZero: raw.squares }
}

function sumAround(values: Float64Array, rows: Int32Array, centre: number): { sum: number; squares: number } {
  let [sum, sum1, squares, squares1] = [0, 0, 0, 0]
  const even = rows.length & ~1
  for (let i = 0; i < even; i += 2) {
    const a = values[rows[i]] - centre
    const b = values[rows[i + 1]] - centre
    sum += a
    sum1 += b
    squares += a * a
    squares1 += b * b
  }
  if (even < rows.length) {
    const a = values[rows[even]] - centre
    sum += a
    squares += a * a
  }
  return { sum: sum + sum1, squares: squares + squares1 }
}

function spread(moments: Moments, count: number, intercept: boolean): number {
  return Math.sqrt((intercept ? moments.aroundMean : moments.aroundZero) / count) || 1
}

function isConstant(moments: Moments): boolean {
  return Math.sqrt(moments.aroundMean) <= 64 * epsilon * Math.sqrt(moments.aroundZero)
}

/** Rounding of the values themselves, seen from the centred columns: large where a mean dwarfs its variation. */
function rankTolerance(moments: Moments[], intercept: boolean): number {
  const dwarfing = moments.map((item) => (intercept ? Math.sqrt(item.aroundZero / item.aroundMean) : 1))
  return 64 * epsilon * Math.max(1, ...dwarfing)
}
