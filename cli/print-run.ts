/** What came out of a run, for people and as the one JSON document for programs. */
import type { Output, RunResult } from '#client/index.ts'
import type { Issue } from '#pipeline/issue.ts'
import { visible } from '#pipeline/visible-text.ts'
import { exitCodes } from './exit-codes.ts'

/** The document of `--json`; equal results give equal `outputs`. */
export function runDocument(run: RunResult): unknown {
  const { run: id, status, pipeline, planHash, durationMs, outputs, issues } = run
  const steps = run.steps.map((step) => ({
    node: step.node,
    block: step.block,
    status: step.status,
    attempts: step.attempts,
    rows: step.rows,
    durationMs: step.durationMs,
    reused: step.reused,
  }))
  const told = [...issues, ...failuresOf(run), ...warningsOf(run)]
  return { run: id, status, pipeline, planHash, durationMs, steps, outputs, issues: told }
}

/** Why steps failed. */
function failuresOf(run: RunResult): Issue[] {
  return run.steps.flatMap(({ node, error, status }): Issue[] => {
    if (!error || status !== 'failed') return []
    const { code, params, text, remedy } = error
    return [{ code, severity: 'error', node, params, message: text, remedy }]
  })
}

/** What blocks warned of while they ran. */
function warningsOf(run: RunResult): Issue[] {
  return run.logs.flatMap(({ node, level, code, params, text }): Issue[] =>
    level === 'warning' ? [{ code, severity: 'warning', node, params, message: text, remedy: '' }] : [],
  )
}

export function printLogs(run: RunResult, write: (line: string) => void): void {
  for (const { node, level, text } of run.logs)
    write(visible(`${level === 'warning' ? 'warning' : 'note   '} ${node}: ${text}`))
}

export function printOutputs(run: RunResult): void {
  for (const [node, ports] of Object.entries(run.outputs)) {
    for (const [port, output] of Object.entries(ports)) {
      if ('value' in output) printValues(`${node}.${port}`, output)
    }
  }
}

function printValues(name: string, { value }: Extract<Output, { value: unknown }>): void {
  process.stdout.write(`${visible(name)}\n`)
  if (value === null || typeof value !== 'object') process.stdout.write(`  ${visible(String(value))}\n`)
  else
    for (const [key, item] of Object.entries(value))
      process.stdout.write(`  ${visible(`${key.padEnd(36)} ${numberText(item)}`)}\n`)
}

function numberText(value: unknown): string {
  if (typeof value !== 'number') return value === null ? 'not defined' : String(value)
  return Number.isInteger(value) ? String(value) : value.toPrecision(6)
}

export function exitCodeOf({ status }: RunResult): number {
  if (status === 'done') return exitCodes.done
  return status === 'cancelled' ? exitCodes.cancelled : exitCodes.failed
}
