/** Ctrl+C while a run is followed: following ends, the run goes on. */
import { exitCodes } from './exit-codes.ts'

/** A signal that is aborted by Ctrl+C; a second Ctrl+C ends the command at once. */
export function untilInterrupted(): AbortSignal {
  const controller = new AbortController()
  process.once('SIGINT', () => controller.abort())
  return controller.signal
}

/** Says how to go on, and returns the exit code. */
export function leaveRunning(runId: string): number {
  process.stderr.write(`The run goes on. Follow it: npx ecoki show ${runId} --follow\n`)
  process.stderr.write(`Cancel it: npx ecoki cancel ${runId}\n`)
  return exitCodes.interrupted
}
