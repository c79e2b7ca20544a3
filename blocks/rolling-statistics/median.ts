/** Median of windows: the present values of the window are kept sorted, found by bisection. */
import type { Kernel, Values } from './kernels.ts'
import { isGone } from './kernels.ts'

/** Mean of the two middle values for an even count; NaN where the window holds a NaN or nothing. */
export function medianKernel({ values, missing }: Values): Kernel {
  const sorted = new SortedValues()
  let [start, end] = [0, 0]
  return ({ from, to, firsts, ends }, out, at) => {
    for (let i = 0; i < to - from; i++) {
      if (firsts[i] > end) {
        sorted.clear()
        start = end = firsts[i]
      }
      for (; end < ends[i]; end++) if (!isGone(missing, end)) sorted.add(values[end])
      for (; start < firsts[i]; start++) if (!isGone(missing, start)) sorted.remove(values[start])
      out[at + i] = sorted.median()
    }
  }
}

/** -0 is kept as 0, so that equal values are equal in bits and their order does not matter. */
class SortedValues {
  private items = new Float64Array(64)
  private count = 0
  private nanCount = 0

  clear(): void {
    this.count = 0
    this.nanCount = 0
  }

  add(value: number): void {
    if (Number.isNaN(value)) {
      this.nanCount++
      return
    }
    if (this.count === this.items.length) this.grow()
    const at = this.find(value)
    this.items.copyWithin(at + 1, at, this.count++)
    this.items[at] = value + 0
  }

  remove(value: number): void {
    if (Number.isNaN(value)) {
      this.nanCount--
      return
    }
    const at = this.find(value)
    this.items.copyWithin(at, at + 1, this.count--)
  }

  median(): number {
    if (this.nanCount > 0 || this.count === 0) return Number.NaN
    const middle = this.count >> 1
    const high = this.items[middle]
    return this.count & 1 ? high : (this.items[middle - 1] + high) / 2
  }

  /** First position whose value is not smaller. */
  private find(value: number): number {
    let [low, high] = [0, this.count]
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.items[middle] < value) low = middle + 1
      else high = middle
    }
    return low
  }

  private grow(): void {
    const larger = new Float64Array(2 * this.items.length)
    larger.set(this.items)
    this.items = larger
  }
}
