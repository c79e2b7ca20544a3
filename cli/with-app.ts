/** Opens the running product for one command, and turns refusals into words and exit codes. */
import { findInstance } from '#config/instance.ts'
import { openApp } from '#api/app.ts'
import type { App } from '#api/app.ts'
import { DomainError } from '#pipeline/domain-error.ts'
import { exitCodes } from './exit-codes.ts'
import { refusalText } from './refusals.ts'

/** Runs `work` and sets the exit code it returns. */
export async function withApp(work: (app: App) => Promise<number>): Promise<void> {
  const app = openApp(findInstance())
  try {
    process.exitCode = await work(app)
  } catch (error) {
    process.exitCode = reportRefusal(error)
  } finally {
    await app.close()
  }
}

function reportRefusal(error: unknown): number {
  if (error instanceof DomainError) {
    process.stderr.write(`${refusalText(error)}\n`)
    return error.code === 'engine-away' ? exitCodes.notReachable : exitCodes.userMistake
  }
  if (isConnectionError(error)) {
    process.stderr.write('The database does not answer. Look at: npx ecoki doctor\n')
    return exitCodes.notReachable
  }
  throw error
}

function isConnectionError(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException
  return code !== undefined && ['ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', '57P01', '57P03'].includes(code)
}
