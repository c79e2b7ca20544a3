/** What zod refuses, as findings in the reader's language. */
import { z } from 'zod'
import type { Localized } from './block-spec.ts'
import type { JsonPath } from './json-limits.ts'
import type { Language } from './render-text.ts'

export interface Problem {
  path: JsonPath
  problem: string
  /** Keys that do not belong at the path. */
  unknownKeys?: string[]
  /** The value is a list longer than allowed. */
  tooLong?: { limit: number }
}

const locales = { de: z.locales.de(), en: z.locales.en() }
const needed: Localized = { de: 'ein Wert wird gebraucht', en: 'a value is needed' }

/** Parses a value; every problem has its path. A union that fails tells what its nearest branch wants. */
export function parseWith<T>(
  schema: z.ZodType<T>,
  value: unknown,
  language: Language,
): { value: T } | { problems: Problem[] } {
  const result = schema.safeParse(value, { error: (issue) => wording(issue, language) })
  if (result.success) return { value: result.data }
  return { problems: result.error.issues.flatMap((issue) => problemsOf(issue, [])) }
}

/** As zod says it, but nobody types `undefined`. */
function wording(issue: z.core.$ZodRawIssue, language: Language) {
  const isAbsent = issue.input === undefined && ['invalid_type', 'invalid_value'].includes(issue.code)
  return isAbsent ? needed[language] : locales[language].localeError(issue)
}

function problemsOf(issue: z.core.$ZodIssue, above: PropertyKey[]): Problem[] {
  const path = [...above, ...issue.path]
  const branch = issue.code === 'invalid_union' ? nearestBranch(issue.errors) : undefined
  if (branch) return branch.flatMap((inner) => problemsOf(inner, path))
  const problem: Problem = { path: path as JsonPath, problem: issue.message }
  if (issue.code === 'unrecognized_keys') problem.unknownKeys = issue.keys
  if (issue.code === 'too_big' && issue.origin === 'array') problem.tooLong = { limit: Number(issue.maximum) }
  return [problem]
}

/** The branch that got furthest: one that fails below the top, with the fewest problems. */
function nearestBranch(branches: z.core.$ZodIssue[][]): z.core.$ZodIssue[] | undefined {
  const inside = branches.filter((issues) =>
    issues.some((issue) => issue.path.length > 0 || issue.code === 'unrecognized_keys'),
  )
  return inside.sort((a, b) => a.length - b.length)[0]
}
