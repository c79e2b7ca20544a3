/** What came out of a run, for people and as the one JSON document for programs. */
import type { OutputView, RunView } from '#api/use-cases/get-run.ts'
import { exitCodes } from './exit-codes.ts'

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
  return { run: id, status, pipeline, planHash, durationMs, steps, outputs, issues }
}

export function printOutputs(run: RunView): void {
  for (const [node, ports] of Object.entries(run.outputs)) {
    for (const [port, output] of Object.entries(ports)) {
      if ('value' in output) printValues(`${node}.${port}`, output)
    }
  }
}

function printValues(name: string, { value }: Extract<OutputView, { value: unknown }>): void {
  process.stdout.write(`${name}\n`)
  if (value === null || typeof value !== 'object') process.stdout.write(`  ${String(value)}\n`)
  else
    for (const [key, item] of Object.entries(value))
      process.stdout.write(`  ${key.padEnd(36)} ${numberText(item)}\n`)
}

function numberText(value: unknown): string {
  if (typeof value !== 'number') return value === null ? 'not defined' : String(value)
  return Number.isInteger(value) ? String(value) : value.toPrecision(6)
}

export function exitCodeOf({ status }: RunView): number {
  if (status === 'done') return exitCodes.done
  return status === 'cancelled' ? exitCodes.cancelled : exitCodes.failed
}
