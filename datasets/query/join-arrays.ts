/** Parts one behind the other in one array. */
export function joinArrays(parts: Float64Array[]): Float64Array {
  if (parts.length === 1) return parts[0]
  return joinInto(new Float64Array(parts.reduce((sum, part) => sum + part.length, 0)), parts)
}

/** The same in an array that is large enough already, which is returned. */
export function joinInto<S extends { length: number }, T extends { set(source: S, offset: number): void }>(
  target: T,
  parts: S[],
): T {
  let end = 0
  for (const part of parts) {
    target.set(part, end)
    end += part.length
  }
  return target
}
