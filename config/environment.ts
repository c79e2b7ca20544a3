import type { z } from 'zod'

/** One environment variable that a process cannot work with. */
export interface EnvironmentProblem {
  name: string
  value: string
  problem: string
}

/** Thrown with every wrong variable at once; the process prints `message` and exits with 2. */
export class EnvironmentError extends Error {
  readonly problems: EnvironmentProblem[]

  constructor(problems: EnvironmentProblem[]) {
    super(`These environment variables cannot be used:\n${formatProblems(problems)}`)
    this.name = 'EnvironmentError'
    this.problems = problems
  }
}

/** Variables as a process gets them; an empty value counts as not set. */
export type Variables = Record<string, string | undefined>

/** Reads the variables a schema names. Throws `EnvironmentError` with all that are wrong. */
export function readEnvironment<S extends z.ZodObject>(
  schema: S,
  variables: Variables = process.env,
): z.infer<S> {
  const given = Object.fromEntries(
    Object.entries(variables).filter(([, value]) => value !== undefined && value !== ''),
  )
  const parsed = schema.safeParse(given)
  if (parsed.success) return parsed.data
  throw new EnvironmentError(parsed.error.issues.map((issue) => toProblem(issue, given)))
}

/** The variables of this process, to be handed to programs it starts, with `changes` on top. */
export function environmentForChild(changes: Variables = {}): NodeJS.ProcessEnv {
  return { ...process.env, ...changes }
}

/** Variables that servers and blocks have no need of. */
export const withoutKeys: Variables = {
  ECOKI_KEYS: undefined,
  ECOKI_SETUP_SECRET: undefined,
  ECOKI_BACKUP_PASSPHRASE: undefined,
}

/** Where this process looks for programs. */
export function searchPath(): string {
  return process.env.PATH ?? ''
}

/** Variables whose values are nobody's business, not even when they are wrong. */
const secretNames = /SECRET|TOKEN|PASS|KEYS$/

function toProblem(issue: z.core.$ZodIssue, given: Variables): EnvironmentProblem {
  const name = issue.path.map(String).join('.')
  const value = given[name]
  return { name, value: value === undefined ? '(not set)' : hideSecret(name, value), problem: issue.message }
}

function hideSecret(name: string, value: string): string {
  if (secretNames.test(name)) return '(not shown)'
  return value.replace(/:\/\/([^:/@]*):[^@]*@/, '://$1:***@')
}

function formatProblems(problems: EnvironmentProblem[]): string {
  const rows = [['variable', 'value', 'problem'], ...problems.map((p) => [p.name, p.value, p.problem])]
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => row[column].length)))
  return rows.map((row) => `  ${row[0].padEnd(widths[0])}  ${row[1].padEnd(widths[1])}  ${row[2]}`).join('\n')
}
