/** The way in for whoever has the machine: a link for the first account, or for an administrator's new password. */
import { DomainError } from '#pipeline/domain-error.ts'
import type { App } from '../../app.ts'
import { makeChange } from './change.ts'
import { makeLink, shownLink } from './links.ts'
import type { ShownLink } from './links.ts'
import type { Transaction } from './with-auth.ts'

/**
 * Earlier links for the same stop working. Throws DomainError 'administrator-unknown' unless `email` names an administrator, active
 * or not, or there is but one.
 */
export async function makeAdminLink(app: App, email?: string): Promise<ShownLink> {
  return makeChange(app, undefined, async (transaction) => {
    if ((await transaction.appUser.count()) === 0) return setupLink(transaction)
    const { id: userId } = await findAdministrator(transaction, email)
    await transaction.accountLink.deleteMany({ where: { kind: 'reset', userId, usedAt: null } })
    const link = await makeLink(transaction, { kind: 'reset', userId })
    const change = { action: 'user.offer-reset', object: { kind: 'user', id: userId } }
    return { result: shownLink(link), change }
  })
}

async function setupLink(transaction: Transaction) {
  await transaction.accountLink.deleteMany({ where: { kind: 'setup' } })
  const link = await makeLink(transaction, { kind: 'setup', isAdministrator: true })
  return {
    result: shownLink(link),
    change: { action: 'user.offer-setup', object: { kind: 'link', id: link.id } },
  }
}

async function findAdministrator(transaction: Transaction, email: string | undefined) {
  const named = email === undefined ? {} : { email: email.toLowerCase() }
  const administrators = await transaction.appUser.findMany({
    where: { isAdministrator: true, ...named },
    orderBy: { email: 'asc' },
  })
  if (administrators.length === 1) return administrators[0]
  const known = administrators.map((one) => one.email)
  throw new DomainError('administrator-unknown', { email: email ?? null, known })
}
