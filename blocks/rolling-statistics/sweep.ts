/**
 * Windows (lo, hi] of one length over ascending times, split at a grid of time with that same length: a window
 * reaches exactly one boundary, so it is the end of one block and the start of the next (van Herk 1992; Gil and
 * Werman 1993). Whatever is combined so costs O(1) a row, and its bits depend on the rows of the window alone.
 */
import type { RowRange } from '#blocks/kernels/time-order.ts'

export interface WindowShape {
  lengthUs: number
  /** The window of row t ends at t - offsetUs. */
  offsetUs: number
}

/** Output rows [from, to) whose windows end in the same block. */
export interface BlockPart {
  from: number
  to: number
  /** Rows [previous, split) are the block before, rows [split, end) the block in which the windows end. */
  previous: number
  split: number
  end: number
  /** Windows of the output rows, as rows [firsts[i - from], ends[i - from]). */
  firsts: Int32Array
  ends: Int32Array
}

/** Calls `visit` for the output rows of the range, block by block. */
export function sweepWindows(
  times: Float64Array,
  shape: WindowShape,
  range: RowRange,
  visit: (part: BlockPart) => void,
): void {
  const part: BlockPart = {
    ...range,
    to: range.from,
    previous: 0,
    split: 0,
    end: 0,
    firsts: new Int32Array(64),
    ends: new Int32Array(64),
  }
  while (part.to < range.to) {
    part.from = part.to
    const block = blockOf(times[part.from] - shape.offsetUs, shape.lengthUs)
    const endUs = block * shape.lengthUs
    // Blocks only advance, so that nothing before the last part's boundaries can be the next one's.
    part.previous = firstAfter(times, endUs - 2 * shape.lengthUs, part.split)
    part.split = firstAfter(times, endUs - shape.lengthUs, Math.max(part.end, part.previous))
    part.end = firstAfter(times, endUs, part.split)
    part.to = Math.min(range.to, firstAfter(times, endUs + shape.offsetUs, Math.max(part.from, part.end)))
    findWindows(times, shape, part)
    visit(part)
  }
}

/** Number b of the block ((b - 1) L, b L] that holds an instant. */
function blockOf(us: number, lengthUs: number): number {
  let block = Math.ceil(us / lengthUs)
  // The quotient is rounded; the products are exact.
  while (block * lengthUs < us) block++
  while ((block - 1) * lengthUs >= us) block--
  return block
}

/** First row later than `us`, from a row on that is not beyond it. */
function firstAfter(times: Float64Array, us: number, start: number): number {
  let row = start
  while (row < times.length && times[row] <= us) row++
  return row
}

function findWindows(times: Float64Array, shape: WindowShape, part: BlockPart): void {
  const count = part.to - part.from
  if (part.firsts.length < count) {
    part.firsts = new Int32Array(2 * count)
    part.ends = new Int32Array(2 * count)
  }
  const { firsts, ends, from, end: blockEnd } = part
  let first = part.previous
  let end = part.split
  for (let i = 0; i < count; i++) {
    const hi = times[from + i] - shape.offsetUs
    const lo = hi - shape.lengthUs
    while (first < blockEnd && times[first] <= lo) first++
    while (end < blockEnd && times[end] <= hi) end++
    firsts[i] = first
    ends[i] = end
  }
}
