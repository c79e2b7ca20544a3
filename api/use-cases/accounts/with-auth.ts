/** One change by better-auth, its audit row and everything else in one transaction. */
import { APIError } from 'better-auth/api'
import { DomainError } from '#pipeline/domain-error.ts'
import type { Prisma } from '#prisma/client/client.ts'
import type { Change, Execute } from '../../audit/record.ts'
import { recordChange } from '../../audit/record.ts'
import type { App } from '../../app.ts'
import type { Actor } from '../../actor.ts'
import { makeAuth } from '../../auth/better-auth.ts'
import type { Auth } from '../../auth/better-auth.ts'
import type { WebSession } from '../../web-session.ts'

export type Transaction = Prisma.TransactionClient

/** Long enough for some hashes that wait for each other on a small machine. */
const patience = { timeout: 20_000, maxWait: 20_000 }

/** Runs `work` with better-auth inside a transaction; its refusals become DomainError 'sign-in-refused'. */
export async function withAuth<T>(
  app: App,
  { isSecure }: Pick<WebSession, 'isSecure'>,
  work: (auth: Auth, transaction: Transaction) => Promise<T>,
): Promise<T> {
  const { sessionKey } = app
  if (sessionKey === undefined) throw new Error('This process has no key for sessions')
  return hashInTurn(() =>
    app.prisma.$transaction(async (transaction) => {
      try {
        return await work(makeAuth(transaction, { sessionKey, isSecure }), transaction)
      } catch (error) {
        throw error instanceof APIError && error.statusCode < 500 ? new DomainError('sign-in-refused') : error
      }
    }, patience),
  )
}

/** Writes the audit row of a change within its transaction. */
export async function recordIn(
  transaction: Transaction,
  app: Pick<App, 'requestId'> & { actor: Actor; projectId?: string },
  change: Change,
): Promise<void> {
  const execute: Execute = (sql, parameters) => transaction.$executeRawUnsafe(sql, ...parameters)
  await recordChange(execute, app, change)
}

const maxAtOnce = 2
let running = 0
const waiting: (() => void)[] = []

/** A password costs 20 MiB and a core for a while: more than a few at once would keep all others waiting. */
async function hashInTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= maxAtOnce) await new Promise<void>((resolve) => waiting.push(resolve))
  else running++
  try {
    return await work()
  } finally {
    const next = waiting.shift()
    if (next) next()
    else running--
  }
}
