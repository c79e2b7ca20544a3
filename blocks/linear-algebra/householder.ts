/** Householder QR in place (Golub and Van Loan, Matrix Computations, 5.2): numerically safe, one fixed order of sums. */
import { dot, subtractMultiple } from './dot.ts'

/**
 * Turns the columns (all of one length, at least as many rows as columns) into the upper triangle R of
 * their QR decomposition. Rows below the diagonal are left as rubbish; only R is kept.
 */
export function triangularise(columns: Float64Array[], rows: number): void {
  for (let k = 0; k < columns.length; k++) reflect(columns, k, rows)
}

/** One reflection: column k becomes zero below its diagonal, the columns to its right follow. */
function reflect(columns: Float64Array[], k: number, rows: number): void {
  const pivot = columns[k]
  const norm = Math.sqrt(dot(pivot, pivot, k, rows))
  if (norm === 0) return
  const diagonal = pivot[k] > 0 ? -norm : norm
  const head = pivot[k] - diagonal
  const half = -diagonal * head
  pivot[k] = head
  let j = k + 1
  for (; j + 1 < columns.length; j += 2) reflectPair([pivot, columns[j], columns[j + 1]], half, k, rows)
  if (j < columns.length) {
    subtractMultiple(columns[j], dot(pivot, columns[j], k, rows) / half, pivot, k, rows)
  }
  pivot[k] = diagonal
}

/** Two columns at once: the pivot is read half as often. */
function reflectPair(
  [pivot, a, b]: [Float64Array, Float64Array, Float64Array],
  half: number,
  from: number,
  to: number,
): void {
  let [a0, a1, b0, b1] = [0, 0, 0, 0]
  let i = from
  for (; i + 1 < to; i += 2) {
    a0 += pivot[i] * a[i]
    a1 += pivot[i + 1] * a[i + 1]
    b0 += pivot[i] * b[i]
    b1 += pivot[i + 1] * b[i + 1]
  }
  if (i < to) {
    a0 += pivot[i] * a[i]
    b0 += pivot[i] * b[i]
  }
  const factorA = (a0 + a1) / half
  const factorB = (b0 + b1) / half
  for (i = from; i < to; i++) {
    a[i] -= factorA * pivot[i]
    b[i] -= factorB * pivot[i]
  }
}
