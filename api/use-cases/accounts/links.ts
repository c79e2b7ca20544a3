/** Links that work once, for a first account, an invited one, or a new password. */
import { v7 as uuid } from 'uuid'
import { DomainError } from '#pipeline/domain-error.ts'
import type { Role } from '../../actor.ts'
import type { App } from '../../app.ts'
import { hashSecret, newSecret } from '../../auth/secrets.ts'
import type { Transaction } from './with-auth.ts'

/** How long a link works. */
export const linkDays = 7

/** A link as it is shown once. Pages take the secret from after #, so that it never reaches a server's log. */
export interface ShownLink {
  path: string
  expiresAt: string
}

export function shownLink({ secret, expiresAt }: { secret: string; expiresAt: Date }): ShownLink {
  return { path: `/welcome#${secret}`, expiresAt: expiresAt.toISOString() }
}

export interface LinkContent {
  kind: 'setup' | 'invitation' | 'reset'
  email?: string
  userId?: string
  isAdministrator?: boolean
  projectId?: string
  role?: Role
}

/** Keeps the hash of a new secret, and returns the secret and until when it works. */
export async function makeLink(
  transaction: Pick<Transaction, 'accountLink'>,
  content: LinkContent,
  secret = newSecret(),
): Promise<{ id: string; secret: string; expiresAt: Date }> {
  const expiresAt = new Date(Date.now() + linkDays * 24 * 3_600_000)
  const id = uuid()
  await transaction.accountLink.create({ data: { id, hash: hashSecret(secret), expiresAt, ...content } })
  return { id, secret, expiresAt }
}

export type Link = NonNullable<Awaited<ReturnType<Transaction['accountLink']['findUnique']>>>

/** Throws DomainError 'link-unknown' for a link that is wrong, used or too old. */
export async function readLink({ prisma }: App, secret: string): Promise<Link> {
  const link = await prisma.accountLink.findFirst({
    where: { hash: hashSecret(secret), usedAt: null, expiresAt: { gt: new Date() } },
  })
  if (!link) throw new DomainError('link-unknown')
  return link
}

/** Of all who try at the same time one gets it; the others get DomainError 'link-unknown'. */
export async function takeLink(transaction: Transaction, id: string): Promise<void> {
  const { count } = await transaction.accountLink.updateMany({
    where: { id, usedAt: null, expiresAt: { gt: new Date() } },
    data: { usedAt: new Date() },
  })
  if (count === 0) throw new DomainError('link-unknown')
}

/** Makes the link of the first account work, in place of earlier ones; false where there are accounts already. */
export async function offerSetup({ prisma }: App, secret: string): Promise<boolean> {
  return prisma.$transaction(async (transaction) => {
    await transaction.$executeRaw`lock table account_link in share row exclusive mode`
    if ((await transaction.appUser.count()) > 0) return false
    const hash = hashSecret(secret)
    await transaction.accountLink.deleteMany({ where: { kind: 'setup', hash: { not: hash } } })
    const isThere = (await transaction.accountLink.count({ where: { hash } })) > 0
    if (!isThere) await makeLink(transaction, { kind: 'setup', isAdministrator: true }, secret)
    return true
  })
}
