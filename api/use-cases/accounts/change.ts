/** Changes of people, tokens and projects: one transaction, one audit row, at its end. */
import { DomainError } from '#pipeline/domain-error.ts'
import { canonicalJson } from '#pipeline/canonical-json.ts'
import { sha256Hex } from '#pipeline/hash.ts'
import { Prisma } from '#prisma/client/client.ts'
import type { Change } from '../../audit/record.ts'
import type { App } from '../../app.ts'
import { recordIn } from './with-auth.ts'
import type { Transaction } from './with-auth.ts'

/** What a change returns, and what the audit is told of it. */
export interface Changed<T> {
  result: T
  change: Change
}

/** Does `work` and writes down what it says, for the project it concerns or for the installation. */
export async function makeChange<T>(
  app: App,
  projectId: string | undefined,
  work: (transaction: Transaction) => Promise<Changed<T>>,
): Promise<T> {
  return app.prisma.$transaction(async (transaction) => {
    const { result, change } = await work(transaction)
    await recordIn(transaction, { actor: app.actor, requestId: app.requestId, projectId }, change)
    return result
  })
}

/** A state's hash for the audit; none where there is nothing. */
export function stateHash(state: unknown): string | undefined {
  return state === undefined || state === null ? undefined : sha256Hex(canonicalJson(state))
}

/** Turns the database's refusal of a second one into DomainError `code`. */
export async function unlessTaken<T>(code: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002')
      throw new DomainError(code)
    throw error
  }
}
