/** Sequence numbers of notifications: 1 to 2^32 - 1, then 1 again. 0 stands before the first. */
const top = 0xffffffff

export function nextSequence(sequence: number): number {
  return sequence === top ? 1 : sequence + 1
}

/** How many lie between the last one and this one; negative: this one was there before. */
export function missingBefore(sequence: number, last: number): number {
  // The first notification that is seen starts the count.
  if (last === 0) return sequence - 1
  const ahead = sequence - last - 1
  if (ahead >= 0) return ahead < top / 2 ? ahead : -1
  const aroundTheTop = top - last + sequence - 1
  return aroundTheTop < top / 2 ? aroundTheTop : -1
}
