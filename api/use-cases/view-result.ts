/** A run as a whole in the reader's words, for programs and the command line. */
import { logText } from '#pipeline/log-texts.ts'
import type { Language } from '#pipeline/render-text.ts'
import type { App } from '../app.ts'
import { getRun } from './get-run.ts'
import { viewFailure } from './run-views.ts'
import type { RunResult } from './run-views.ts'

/** Throws DomainError 'run-unknown'. */
export async function viewResult(app: App, runId: string, language: Language): Promise<RunResult> {
  const { steps, logs, ...run } = await getRun(app, runId)
  return {
    ...run,
    steps: steps.map((step) => ({ ...step, error: viewFailure(step.error, language) })),
    logs: logs.map((line) => ({ ...line, text: logText(line, language) })),
  }
}
