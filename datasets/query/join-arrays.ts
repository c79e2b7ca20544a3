/** Arrays behind each other. */
export function joinArrays(parts: Float64Array[]): Float64Array {
  if (parts.length === 1) return parts[0]
  const joined = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0))
  let end = 0
  for (const part of parts) {
    joined.set(part, end)
    end += part.length
  }
  return joined
}
