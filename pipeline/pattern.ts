/** Regular expressions written by users, restricted so that none can take long. */

const maxPatternLength = 200
/** Longer values do not match any pattern. */
export const maxMatchedLength = 200
const maxRepeats = 3

/** The expression, or undefined when it is no regular expression or could take exponential time. */
export function safePattern(pattern: string): RegExp | undefined {
  if (pattern.length > maxPatternLength || !isTame(pattern)) return undefined
  try {
    return new RegExp(pattern, 'u')
  } catch {
    // RegExp tells by throwing that the text is no expression: that is the answer here.
    return undefined
  }
}

/** No repeated groups, back references or look-around, and at most three repeats: then matching is cubic at worst. */
function isTame(pattern: string): boolean {
  const bare = pattern.replace(/\\[^1-9k]/gu, 'x').replace(/\[[^\]]*\]/gu, 'x')
  if (/\\|\)[*+?{]|\(\?/u.test(bare)) return false
  return (bare.match(/[*+]|\{/gu) ?? []).length <= maxRepeats
}
