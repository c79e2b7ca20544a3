/** Statistics of windows, combined of what has been gathered forward in one block and backward in the one before. */
import type { BlockPart } from './sweep.ts'

/** Values to calculate with; `missing` as in ColumnData. */
export interface Values {
  values: Float64Array
  missing?: Uint8Array
}

/** Writes the statistic of every window of a part to out[at], out[at + 1], ... */
export type Kernel = (part: BlockPart, out: Float64Array, at: number) => void

/** Gathered of a block: forward[k] of its first k + 1 rows, backward[k] of its rows from k on. */
interface Gathered {
  backward: Float64Array
  forward: Float64Array
}

/** Rows [from, to), forward (1) or backward (-1). */
export interface Walk {
  from: number
  to: number
  step: 1 | -1
}

type Gather = (target: Float64Array, walk: Walk) => void
type Combine = (part: BlockPart, gathered: Gathered, out: Float64Array, at: number) => void

function gatheringKernel(gather: Gather, combine: Combine): Kernel {
  const gathered: Gathered = { backward: new Float64Array(64), forward: new Float64Array(64) }
  return (part, out, at) => {
    gathered.backward = atLeast(gathered.backward, part.split - part.previous)
    gathered.forward = atLeast(gathered.forward, part.end - part.split)
    gather(gathered.backward, { from: part.previous, to: part.split, step: -1 })
    gather(gathered.forward, { from: part.split, to: part.end, step: 1 })
    combine(part, gathered, out, at)
  }
}

/** How many values are present. */
export function countKernel({ missing }: Values): Kernel {
  if (!missing) return countRows
  return gatheringKernel((target, walk) => gatherCounts(missing, target, walk), combineSums)
}

/** Sum of the values present; 0 where there are none. */
export function sumKernel(input: Values): Kernel {
  return gatheringKernel((target, walk) => gatherSums(input, target, walk), combineSums)
}

/** Smallest (sign 1) or largest (sign -1) value present; NaN where there is one. */
export function extremeKernel(input: Values, sign: 1 | -1): Kernel {
  return gatheringKernel(
    (target, walk) => gatherExtremes(input, sign, target, walk),
    (part, gathered, out, at) => combineExtremes(part, { ...gathered, sign }, out, at),
  )
}

export function isGone(missing: Uint8Array | undefined, row: number): boolean {
  return missing !== undefined && ((missing[row >> 3] >> (row & 7)) & 1) === 1
}

/** The buffer, or a new one with room for growth. */
export function atLeast(buffer: Float64Array, length: number): Float64Array {
  return buffer.length >= length ? buffer : new Float64Array(2 * length)
}

function gatherCounts(missing: Uint8Array, target: Float64Array, { from, to, step }: Walk): void {
  let count = 0
  for (let row = step > 0 ? from : to - 1; row >= from && row < to; row += step) {
    count += 1 - ((missing[row >> 3] >> (row & 7)) & 1)
    target[row - from] = count
  }
}

function gatherSums({ values, missing }: Values, target: Float64Array, { from, to, step }: Walk): void {
  let sum = 0
  for (let row = step > 0 ? from : to - 1; row >= from && row < to; row += step) {
    if (!isGone(missing, row)) sum += values[row]
    target[row - from] = sum
  }
}

function gatherExtremes(
  { values, missing }: Values,
  sign: 1 | -1,
  target: Float64Array,
  { from, to, step }: Walk,
): void {
  let best = Infinity
  for (let row = step > 0 ? from : to - 1; row >= from && row < to; row += step) {
    if (!isGone(missing, row)) best = Math.min(best, sign * values[row])
    target[row - from] = best
  }
}

function countRows({ from, to, firsts, ends }: BlockPart, out: Float64Array, at: number): void {
  for (let i = 0; i < to - from; i++) out[at + i] = ends[i] - firsts[i]
}

function combineSums(part: BlockPart, { backward, forward }: Gathered, out: Float64Array, at: number): void {
  const { from, to, previous, split, firsts, ends } = part
  for (let i = 0; i < to - from; i++) {
    const early = firsts[i] < split ? backward[firsts[i] - previous] : 0
    out[at + i] = ends[i] > split ? early + forward[ends[i] - 1 - split] : early
  }
}

function combineExtremes(
  part: BlockPart,
  { backward, forward, sign }: Gathered & { sign: 1 | -1 },
  out: Float64Array,
  at: number,
): void {
  const { from, to, previous, split, firsts, ends } = part
  for (let i = 0; i < to - from; i++) {
    const early = firsts[i] < split ? backward[firsts[i] - previous] : Infinity
    const late = ends[i] > split ? forward[ends[i] - 1 - split] : Infinity
    out[at + i] = sign * Math.min(early, late)
  }
}
