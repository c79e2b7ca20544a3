/** Durations as people read them: '1 d 4 h', '15 min', '−30 min', '250 ms'. */

const unitsUs: readonly [string, number][] = [
  ['d', 86_400_000_000],
  ['h', 3_600_000_000],
  ['min', 60_000_000],
  ['s', 1_000_000],
  ['ms', 1_000],
  ['µs', 1],
]

/** The exact duration of whole µs in at most as many units as it needs; negative ones with a minus sign. */
export function formatDuration(us: number): string {
  if (!Number.isFinite(us)) return String(us)
  let rest = Math.abs(us)
  const parts: string[] = []
  for (const [unit, size] of unitsUs) {
    const count = unit === 'µs' ? rest : Math.floor(rest / size)
    if (count > 0) parts.push(`${count} ${unit}`)
    rest -= count * size
  }
  return parts.length === 0 ? '0 min' : (us < 0 ? '−' : '') + parts.join(' ')
}
