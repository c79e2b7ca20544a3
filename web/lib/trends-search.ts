/** What the page of trends shows, as it stands in its address. */

export interface TrendsSearch {
  /** Ids. */
  tags?: number[]
  /** Live: how long the picture reaches back. */
  ms?: number
  /** Back in time, ISO. */
  from?: string
  to?: string
  /** The saved trend that was opened. */
  trend?: string
}

export const maxTrendTags = 20

export function readTrendsSearch({ tags, ms, from, to, trend }: Record<string, unknown>): TrendsSearch {
  const ids = Array.isArray(tags) ? [...new Set(tags.filter(isId))].slice(0, maxTrendTags) : []
  const isFixed = isTime(from) && isTime(to) && Date.parse(from) < Date.parse(to)
  return {
    ...(ids.length > 0 && { tags: ids }),
    ...(isFixed ? { from, to } : typeof ms === 'number' && ms >= 1_000 && { ms }),
    ...(typeof trend === 'string' && { trend }),
  }
}

function isId(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) > 0
}

function isTime(value: unknown): value is string {
  return typeof value === 'string' && !Number.isNaN(Date.parse(value))
}
