/** "Did you mean": names close to one that does not exist. */

/** The up to three names nearest by Levenshtein distance (letter case counts little), best first, none that is far off. */
export function nearNames(wanted: string, known: Iterable<string>): string[] {
  const limit = Math.max(1, Math.floor(wanted.length / 3)) + 1
  const scored: { name: string; score: number }[] = []
  for (const name of known) {
    const score = closeness(wanted, name, limit)
    if (score <= limit) scored.push({ name, score })
  }
  scored.sort((a, b) => a.score - b.score || (a.name < b.name ? -1 : 1))
  return scored.slice(0, 3).map((item) => item.name)
}

function closeness(wanted: string, name: string, limit: number): number {
  if (wanted === name) return 0
  if (Math.abs(wanted.length - name.length) > limit) return limit + 1
  const plain = levenshtein(wanted.toLowerCase(), name.toLowerCase(), limit)
  return plain === 0 ? 0.5 : plain
}

/** Number of letters to insert, delete or replace, or more than `limit`. Wagner-Fischer with one row. */
export function levenshtein(a: string, b: string, limit = Infinity): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const replace = row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(replace, row[j] + 1, next[j - 1] + 1))
    }
    row = next
    if (Math.min(...row) > limit) return limit + 1
  }
  return row[b.length]
}
