/** Shows a run while it goes on: a live picture on a terminal, plain lines elsewhere. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Failure, Run, RunResult, StepResult } from '#client/index.ts'
import { DomainError } from '#pipeline/domain-error.ts'
import { visible } from '#pipeline/visible-text.ts'

export interface FollowOptions {
  /** Show nothing. */
  isQuiet: boolean
  /** Aborted by Ctrl+C: following ends, the run goes on. */
  signal: AbortSignal
}

/** Resolves with the run when it is over, or with undefined when following was interrupted. */
export async function followRun(run: Run, options: FollowOptions): Promise<RunResult | undefined> {
  try {
    return options.isQuiet ? await run.result(options) : await showUntilOver(run, options)
  } catch (error) {
    if (options.signal.aborted) return undefined
    throw error
  }
}

const pictureMs = 100

async function showUntilOver(run: Run, { signal }: FollowOptions): Promise<RunResult> {
  const show = process.stderr.isTTY ? livePicture() : plainLines()
  let isStale = false
  const over = new AbortController()
  const listening = listen(run, signal, () => (isStale = true)).finally(() => over.abort())
  // Its failure is told below; it may come while the run is being read, when nobody waits for it yet.
  listening.catch(() => undefined)
  while (!over.signal.aborted) {
    if (isStale) {
      isStale = false
      show(await run.view())
    }
    await sleep(pictureMs, undefined, { signal: over.signal }).catch(() => undefined)
  }
  await listening
  const finished = await run.view()
  show(finished)
  return finished
}

/** Until the run is over. Throws DomainError 'run-unknown' when it is deleted meanwhile. */
async function listen(run: Run, signal: AbortSignal, onChange: () => void): Promise<void> {
  for await (const event of run.events({ signal })) {
    if (event.kind === 'run' && event.status === 'deleted')
      throw new DomainError('run-unknown', { run: run.id })
    onChange()
  }
}

function plainLines(): (run: RunResult) => void {
  const shown = new Map<string, string>()
  return (run) => {
    for (const step of run.steps) {
      const line = stepLine(step)
      if (step.status === 'waiting' || shown.get(step.node) === step.status) continue
      shown.set(step.node, step.status)
      process.stderr.write(`${line}\n`)
    }
  }
}

function livePicture(): (run: RunResult) => void {
  let lines = 0
  return (run) => {
    const picture = [visible(`${run.pipeline.name}: ${run.status}`), ...run.steps.map(stepLine)]
    const height = Math.max(5, (process.stderr.rows ?? 24) - 2)
    const cut =
      picture.length > height ? [...picture.slice(0, height), `... ${picture.length - height} more`] : picture
    const back = lines > 0 ? `\u001b[${lines}F\u001b[J` : ''
    process.stderr.write(
      `${back}${cut.map((line) => line.slice(0, process.stderr.columns ?? 120)).join('\n')}\n`,
    )
    lines = cut.length
  }
}

const marks: Record<StepResult['status'], string> = {
  waiting: ' ',
  running: '>',
  retrying: '!',
  done: '+',
  reused: '=',
  failed: 'x',
  skipped: '-',
  cancelled: '-',
}

/** One step as a line: mark, node, block, status, rows, time, error. */
export function stepLine(step: StepResult): string {
  const facts = [
    step.status === 'retrying' ? `retrying (attempt ${step.attempts})` : step.status,
    step.rows ? `${step.rows.toLocaleString('en-US')} rows` : '',
    step.durationMs === null ? '' : `${(step.durationMs / 1000).toFixed(2)} s`,
    step.progress && step.status === 'running' ? progressText(step.progress) : '',
    step.error ? errorText(step.error) : '',
  ]
  return visible(
    `${marks[step.status]} ${step.node.padEnd(24)} ${step.block.padEnd(28)} ${facts.filter(Boolean).join(', ')}`,
  )
}

function errorText({ code, text, remedy }: Failure): string {
  return `${code}: ${text} ${remedy}`.trimEnd()
}

function progressText({ done, total }: NonNullable<StepResult['progress']>): string {
  return total ? `${Math.floor((100 * done) / total)} %` : String(done)
}
