/** Opens the running product for one command, and turns refusals into words and exit codes. */
import { userInfo } from 'node:os'
import { findInstance } from '#config/instance.ts'
import { openApp } from '#api/app.ts'
import type { Actor } from '#api/actor.ts'
import type { App } from '#api/app.ts'
import { DomainError } from '#pipeline/domain-error.ts'
import type { Issue } from '#pipeline/issue.ts'
import { visibleJson, visibleLines } from '#pipeline/visible-text.ts'
import { isConnectionError } from './connection-error.ts'
import { exitCodes } from './exit-codes.ts'
import { refusalText } from './refusals.ts'

/** Runs `work` and sets the exit code it returns. With `json` a refusal, too, is one document on standard output. */
export async function withApp(work: (app: App) => Promise<number>, json = false): Promise<void> {
  const app = openApp(findInstance(), commandLineActor())
  try {
    process.exitCode = await work(app)
  } catch (error) {
    process.exitCode = reportRefusal(error, json)
  } finally {
    await app.close()
  }
}

function reportRefusal(error: unknown, json: boolean): number {
  if (error instanceof DomainError) {
    if (json) process.stdout.write(`${visibleJson(refusalDocument(error))}\n`)
    else process.stderr.write(`${visibleLines(refusalText(error))}\n`)
    return error.code === 'engine-away' ? exitCodes.notReachable : exitCodes.userMistake
  }
  if (isConnectionError(error)) {
    process.stderr.write('The database does not answer. Look at: npx ecoki doctor\n')
    return exitCodes.notReachable
  }
  throw error
}

function refusalDocument(error: DomainError): unknown {
  const { code, params } = error
  const issue: Issue = { code, severity: 'error', params, message: refusalText(error), remedy: '' }
  return { status: 'invalid', issues: [issue] }
}

/** Commands on the machine itself act for the operating system's user. */
function commandLineActor(): Actor {
  const { uid, username } = userInfo()
  return { kind: 'system', id: `os:${uid}`, name: username }
}
