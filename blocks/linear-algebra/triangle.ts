/** Solving with, and judging, an upper triangle stored as columns: `r[j][i]`, i <= j. */

/** x with R x = b, using the first `size` columns. A zero on the diagonal gives Infinity or NaN: check the rank first. */
export function solveUpper(r: readonly Float64Array[], b: Float64Array, size: number): Float64Array {
  const x = b.slice(0, size)
  for (let k = size - 1; k >= 0; k--) {
    x[k] /= r[k][k]
    for (let i = 0; i < k; i++) x[i] -= x[k] * r[k][i]
  }
  return x
}

/** Condition number in the 1-norm: largest column sum of |R| times that of |R^-1|. Size 0 gives 1. */
export function conditionOne(r: readonly Float64Array[], size: number): number {
  if (size === 0) return 1
  let norm = 0
  let inverseNorm = 0
  for (let j = 0; j < size; j++) {
    const unit = new Float64Array(size)
    unit[j] = 1
    norm = Math.max(norm, absoluteSum(r[j].subarray(0, j + 1)))
    inverseNorm = Math.max(inverseNorm, absoluteSum(solveUpper(r, unit, j + 1)))
  }
  return norm * inverseNorm
}

function absoluteSum(values: Float64Array): number {
  let sum = 0
  for (const value of values) sum += Math.abs(value)
  return sum
}

/**
 * The first column that is, within the tolerance, a combination of those before it, and those it depends on.
 * Undefined: full rank. `tolerance` is relative to the column's own length.
 */
export function firstDependent(
  r: readonly Float64Array[],
  size: number,
  tolerance: number,
): { column: number; on: number[] } | undefined {
  for (let k = 0; k < size; k++) {
    const length = Math.sqrt(r[k].subarray(0, k + 1).reduce((sum, value) => sum + value * value, 0))
    if (Math.abs(r[k][k]) > tolerance * length) continue
    const shares = solveUpper(r, r[k], k)
    return { column: k, on: [...shares.keys()].filter((j) => Math.abs(shares[j]) > 1e-6) }
  }
  return undefined
}
