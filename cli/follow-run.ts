/** Shows a run while it goes on: a live picture on a terminal, plain lines elsewhere. */
import { setTimeout as sleep } from 'node:timers/promises'
import { hearRunEnd } from '#api/use-cases/hear-run-end.ts'
import type { RunEar } from '#api/use-cases/hear-run-end.ts'
import { getRun } from '#api/use-cases/get-run.ts'
import type { RunView, StepDetail } from '#api/use-cases/get-run.ts'
import type { App } from '#api/app.ts'
import { describeFailure } from '#pipeline/failure-texts.ts'
import { isFinal } from '#pipeline/run-words.ts'
import { visible } from '#pipeline/visible-text.ts'
import { isConnectionError } from './connection-error.ts'
import { systemLanguage } from './options.ts'

export interface FollowOptions {
  /** Show nothing. */
  isQuiet: boolean
  /** Aborted by Ctrl+C: following ends, the run goes on. */
  signal: AbortSignal
}

/** Resolves with the run when it is over, or with undefined when following was interrupted. */
export async function followRun(
  app: App,
  runId: string,
  options: FollowOptions,
): Promise<RunView | undefined> {
  const patiently = whileDatabaseIsAway()
  const ear = await patiently(() => hearRunEnd(app, runId))
  const show = options.isQuiet ? () => undefined : process.stderr.isTTY ? livePicture() : plainLines()
  try {
    let pauseMs = options.isQuiet ? longestPauseMs : 100
    for (; !options.signal.aborted; pauseMs = Math.min(longestPauseMs, pauseMs * 1.2)) {
      const run = await patiently(() => getRun(app, runId))
      if (run) show(run)
      if (run && isFinal('run', run.status)) return run
      await sleep(pauseMs, undefined, { signal: earlier(options.signal, ear) }).catch(() => undefined)
    }
    return undefined
  } finally {
    ear?.stop()
  }
}

/** Ends a pause at once; what was heard before ends no more of them. */
function earlier(interrupted: AbortSignal, ear: RunEar | undefined): AbortSignal {
  return ear && !ear.over.aborted ? AbortSignal.any([interrupted, ear.over]) : interrupted
}

/** Runs go on when the database comes back, so following waits for it for a while. */
function whileDatabaseIsAway(): <T>(ask: () => Promise<T>) => Promise<T | undefined> {
  let lastAnswer = Date.now()
  return async (ask) => {
    try {
      const answer = await ask()
      lastAnswer = Date.now()
      return answer
    } catch (error) {
      if (!isConnectionError(error) || Date.now() - lastAnswer > databasePatienceMs) throw error
      return undefined
    }
  }
}

const databasePatienceMs = 60_000
/** The end of the run cuts it short. */
const longestPauseMs = 500

function plainLines(): (run: RunView) => void {
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

function livePicture(): (run: RunView) => void {
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

const marks: Record<StepDetail['status'], string> = {
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
export function stepLine(step: StepDetail): string {
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

function errorText(error: NonNullable<StepDetail['error']>): string {
  const { text, remedy } = describeFailure(error, systemLanguage())
  return `${error.code}: ${text} ${remedy}`.trimEnd()
}

function progressText({ done, total }: NonNullable<StepDetail['progress']>): string {
  return total ? `${Math.floor((100 * done) / total)} %` : String(done)
}
