/** Cuts a plan's segments into pages that stay far below what one payload of a history may hold. */
import type { Segment } from '#pipeline/plan.ts'

const segmentsPerPage = 400
/** Histories hold no payload over 128 KiB; a page is one. */
const bytesPerPage = 64 * 1024
/** Names of fields, numbers and the activity type, generously. */
const bytesBesideId = 300
const bytesPerDependency = 5

/** Index of the first segment of every page. The same for the same segments, always. */
export function pageStarts(segments: Segment[]): number[] {
  const starts: number[] = []
  const placeOf = new Map(segments.map((segment, index) => [segment.id, index]))
  let bytes = Infinity
  segments.forEach((segment, index) => {
    const size = sizeOf(segment, starts.at(-1) ?? 0, placeOf)
    const isFull = bytes + size > bytesPerPage || index - (starts.at(-1) ?? 0) >= segmentsPerPage
    if (isFull) starts.push(index)
    bytes = isFull ? sizeOf(segment, index, placeOf) : bytes + size
  })
  return starts
}

function sizeOf({ id, after }: Segment, from: number, placeOf: Map<string, number>): number {
  const here = after.filter((other) => (placeOf.get(other) ?? -1) >= from).length
  return Buffer.byteLength(JSON.stringify(id)) + bytesBesideId + here * bytesPerDependency
}
