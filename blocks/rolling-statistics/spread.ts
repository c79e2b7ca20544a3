/**
 * Sample standard deviation of windows: counts, means and squared deviations are gathered by Welford (1962) in both
 * directions and joined by Chan, Golub and LeVeque (1979), so that nothing large is subtracted from something large.
 */
import type { Kernel, Values, Walk } from './kernels.ts'
import { isGone } from './kernels.ts'
import type { BlockPart } from './sweep.ts'

/** count, mean and sum of squared deviations at each row of a block. */
class Moments {
  buffer = new Float64Array(192)

  gather({ values, missing }: Values, { from, to, step }: Walk): void {
    if (this.buffer.length < 3 * (to - from)) this.buffer = new Float64Array(6 * (to - from))
    const { buffer } = this
    let [count, mean, squares] = [0, 0, 0]
    for (let row = step > 0 ? from : to - 1; row >= from && row < to; row += step) {
      if (!isGone(missing, row)) {
        const distance = values[row] - mean
        mean += distance / ++count
        squares += distance * (values[row] - mean)
      }
      const at = 3 * (row - from)
      buffer[at] = count
      buffer[at + 1] = mean
      buffer[at + 2] = squares
    }
  }
}

/** Standard deviation with n - 1; NaN for fewer than two values. */
export function spreadKernel(input: Values): Kernel {
  const [early, late] = [new Moments(), new Moments()]
  return (part, out, at) => {
    early.gather(input, { from: part.previous, to: part.split, step: -1 })
    late.gather(input, { from: part.split, to: part.end, step: 1 })
    combine(part, { early: early.buffer, late: late.buffer }, out, at)
  }
}

function combine(
  { from, to, previous, split, firsts, ends }: BlockPart,
  { early, late }: { early: Float64Array; late: Float64Array },
  out: Float64Array,
  at: number,
): void {
  for (let i = 0; i < to - from; i++) {
    const a = firsts[i] < split ? 3 * (firsts[i] - previous) : -1
    const b = ends[i] > split ? 3 * (ends[i] - 1 - split) : -1
    const [countA, countB] = [a < 0 ? 0 : early[a], b < 0 ? 0 : late[b]]
    const count = countA + countB
    let squares = (countA > 0 ? early[a + 2] : 0) + (countB > 0 ? late[b + 2] : 0)
    if (countA > 0 && countB > 0) {
      const distance = late[b + 1] - early[a + 1]
      squares += distance * distance * ((countA * countB) / count)
    }
    out[at + i] = count > 1 ? Math.sqrt(squares / (count - 1)) : Number.NaN
  }
}
