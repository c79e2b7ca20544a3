/** The error measures of one prediction. Sums run in row order. */

export interface Errors {
  mae: number | null
  rmse: number | null
  /** Percent, over rows whose actual value is not zero. */
  mape: number | null
  zero_actuals: number
  r2: number | null
  /** Percent, ASHRAE Guideline 14, p = 1. */
  cv_rmse: number | null
  nmbe: number | null
}

interface Sums {
  actual: number
  error: number
  absolute: number
  squared: number
  relative: number
  zeros: number
}

/** Errors over the given rows; all their values are finite. */
export function errorsOf(actual: Float64Array, predicted: Float64Array, rows: Int32Array): Errors {
  const sums = sumsOf(actual, predicted, rows)
  const n = rows.length
  const mean = sums.actual / n
  const hasDegrees = n > 1 && mean !== 0
  return {
    mae: n > 0 ? sums.absolute / n : null,
    rmse: n > 0 ? Math.sqrt(sums.squared / n) : null,
    mape: n > sums.zeros ? (100 * sums.relative) / (n - sums.zeros) : null,
    zero_actuals: sums.zeros,
    r2: isConstant(actual, rows) ? null : 1 - sums.squared / squaresAround(actual, rows, mean),
    cv_rmse: hasDegrees ? (100 * Math.sqrt(sums.squared / (n - 1))) / mean : null,
    nmbe: hasDegrees ? (100 * sums.error) / ((n - 1) * mean) : null,
  }
}

function sumsOf(actual: Float64Array, predicted: Float64Array, rows: Int32Array): Sums {
  const sums: Sums = { actual: 0, error: 0, absolute: 0, squared: 0, relative: 0, zeros: 0 }
  for (const row of rows) {
    const error = actual[row] - predicted[row]
    sums.actual += actual[row]
    sums.error += error
    sums.absolute += Math.abs(error)
    sums.squared += error * error
    if (actual[row] === 0) sums.zeros++
    else sums.relative += Math.abs(error / actual[row])
  }
  return sums
}

/** Asked of the values, not of their variance: rounding would make it a little more than 0. */
function isConstant(values: Float64Array, rows: Int32Array): boolean {
  return rows.every((row) => values[row] === values[rows[0]])
}

function squaresAround(values: Float64Array, rows: Int32Array, mean: number): number {
  let sum = 0
  for (const row of rows) sum += (values[row] - mean) ** 2
  return sum
}
