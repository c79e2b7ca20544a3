/** Sums of products in four fixed lanes: faster than one chain of additions, and the same bits on every machine. */

/** Sum of a[i] * b[i] for i in [from, to). */
export function dot(a: Float64Array, b: Float64Array, from: number, to: number): number {
  let s0 = 0
  let s1 = 0
  let s2 = 0
  let s3 = 0
  let i = from
  for (; i + 3 < to; i += 4) {
    s0 += a[i] * b[i]
    s1 += a[i + 1] * b[i + 1]
    s2 += a[i + 2] * b[i + 2]
    s3 += a[i + 3] * b[i + 3]
  }
  for (; i < to; i++) s0 += a[i] * b[i]
  return s0 + s1 + (s2 + s3)
}

/** y[i] -= factor * x[i] for i in [from, to). */
export function subtractMultiple(
  y: Float64Array,
  factor: number,
  x: Float64Array,
  from: number,
  to: number,
): void {
  for (let i = from; i < to; i++) y[i] -= factor * x[i]
}
