/** What came out of a run, for people and as the one JSON document for programs. */
import type { OutputView, RunView } from '#api/use-cases/get-run.ts'
import { describeFailure } from '#pipeline/failure-texts.ts'
import type { Issue } from '#pipeline/issue.ts'
import { logText } from '#pipeline/log-texts.ts'
import { visible } from '#pipeline/visible-text.ts'
import { exitCodes } from './exit-codes.ts'
import { systemLanguage } from './options.ts'

/** The document of `--json`; equal results give equal `outputs`. */
export function runDocument(run: RunView): unknown {
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
function failuresOf(run: RunView): Issue[] {
  return run.steps.flatMap(({ node, error, status }): Issue[] => {
    if (!error || status !== 'failed') return []
    const { text, remedy } = describeFailure(error, systemLanguage())
    return [{ code: error.code, severity: 'error', node, params: error.params, message: text, remedy }]
  })
}

/** What blocks warned of while they ran. */
function warningsOf(run: RunView): Issue[] {
  return run.logs.flatMap(({ node, level, code, params }): Issue[] => {
    if (level !== 'warning') return []
    return [
      {
        code,
        severity: 'warning',
        node,
        params,
        message: logText({ code, params }, systemLanguage()),
        remedy: '',
      },
    ]
  })
}

export function printLogs(run: RunView, write: (line: string) => void): void {
  for (const { node, level, code, params } of run.logs) {
    write(
      visible(
        `${level === 'warning' ? 'warning' : 'note   '} ${node}: ${logText({ code, params }, systemLanguage())}`,
      ),
    )
  }
}

export function printOutputs(run: RunView): void {
  for (const [node, ports] of Object.entries(run.outputs)) {
    for (const [port, output] of Object.entries(ports)) {
      if ('value' in output) printValues(`${node}.${port}`, output)
    }
  }
}

function printValues(name: string, { value }: Extract<OutputView, { value: unknown }>): void {
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

export function exitCodeOf({ status }: RunView): number {
  if (status === 'done') return exitCodes.done
  return status === 'cancelled' ? exitCodes.cancelled : exitCodes.failed
}
