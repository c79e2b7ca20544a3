/** Settings worth trying against problems: what the problems themselves ask for. */
import type { Issue } from '#pipeline/issue.ts'

type Config = Record<string, unknown>

const unitsUs: readonly [string, number][] = [
  ['d', 86_400_000_000],
  ['h', 3_600_000_000],
  ['min', 60_000_000],
  ['s', 1_000_000],
  ['ms', 1_000],
  ['us', 1],
]

/** '15 min' of 900,000,000 µs: the largest unit that divides it. */
export function durationText(us: number): string {
  const [unit, size] = unitsUs.find((entry) => us % entry[1] === 0) ?? ['us', 1]
  return `${us / size} ${unit}`
}

/** None first: blocks have defaults that work. */
export function candidateConfigs(issues: readonly Issue[]): Config[] {
  return [{}, ...issues.flatMap(configsFor)]
}

function configsFor({ code, params }: Issue): Config[] {
  const column = typeof params.column === 'string' ? params.column : undefined
  if (code === 'grid-step' && typeof params.expected === 'number')
    return [{ step: durationText(params.expected) }]
  if (code === 'column-missing' && column !== undefined && Array.isArray(params.near))
    return params.near.map((near) => ({ rename: [{ from: near, to: column }] }))
  if (code === 'leak' && column !== undefined) return [{ columns: [column], drop: true }]
  if (code === 'column-exists' && column !== undefined) return [{ columns: [column], drop: true }]
  return []
}
