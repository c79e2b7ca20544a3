/** Says why something was refused, and with which exit code that ends a command. */
import { EcokiError } from '#client/index.ts'
import { DomainError } from '#pipeline/domain-error.ts'
import type { Issue } from '#pipeline/issue.ts'
import { visibleJson, visibleLines } from '#pipeline/visible-text.ts'
import { exitCodes } from './exit-codes.ts'
import { refusalText } from './refusals.ts'

/** With `json` a refusal is one document on standard output. Throws what is no refusal. */
export function reportRefusal(error: unknown, json: boolean): number {
  if (!(error instanceof DomainError || error instanceof EcokiError)) throw error
  const { code, params } = error
  const message = refusalText(error)
  if (error instanceof EcokiError && error.status >= 500 && !away.includes(code)) {
    process.stderr.write(`${visibleLines(message)}\n`)
    return exitCodes.failed
  }
  const issue: Issue = { code, severity: 'error', params, message, remedy: '' }
  const isSaidInWords = !json || silent.includes(code)
  if (isSaidInWords) process.stderr.write(`${visibleLines(message)}\n`)
  else process.stdout.write(`${visibleJson({ status: 'invalid', issues: [issue] })}\n`)
  return away.includes(code) ? exitCodes.notReachable : exitCodes.userMistake
}

/** Nobody answers: no document says so. */
const silent = ['database-away', 'not-reachable']
const away = ['engine-away', ...silent]
