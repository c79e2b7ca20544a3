/** Uses a one-time link: makes an account or sets a new password, and signs the person in. */
import { DomainError } from '#pipeline/domain-error.ts'
import { defaultProjectId } from '../../app.ts'
import type { App } from '../../app.ts'
import type { Auth } from '../../auth/better-auth.ts'
import { checkPassword, hashPassword } from '../../auth/passwords.ts'
import { beginAttempt } from '../../auth/sign-in-limits.ts'
import type { WebSession } from '../../web-session.ts'
import { readLink, takeLink } from './links.ts'
import type { Link } from './links.ts'
import { recordIn, withAuth } from './with-auth.ts'
import type { Transaction } from './with-auth.ts'

export interface Acceptance {
  secret: string
  password: string
  /** For a new account. */
  name?: string
  /** For the first account; others have the address they were invited by. */
  email?: string
}

/** Throws DomainError 'link-unknown', 'password-weak', 'email-missing' or 'user-exists'. */
export async function acceptLink(app: App, web: WebSession, acceptance: Acceptance): Promise<void> {
  const attempt = await beginAttempt(app.pool, 'link', web.address)
  const link = await readLink(app, acceptance.secret)
  const email = (await emailOf(app, link, acceptance)).trim().toLowerCase()
  const name = acceptance.name?.trim() || email.split('@')[0]
  checkPassword(acceptance.password, [email, name])
  const cookies = await withAuth(app, web, async (auth, transaction) => {
    await takeLink(transaction, link.id)
    const person = { email, name, password: acceptance.password }
    const headers = await (link.kind === 'reset'
      ? setPassword({ auth, transaction, web, link }, person)
      : makeAccount({ auth, transaction, web, link }, person))
    const user = await transaction.appUser.findUniqueOrThrow({ where: { email } })
    const actor = { kind: 'person', id: user.id, name: email, address: web.address } as const
    const action = link.kind === 'reset' ? 'user.reset-password' : 'user.create'
    await recordIn(
      transaction,
      { actor, requestId: app.requestId },
      { action, object: { kind: 'user', id: user.id } },
    )
    return headers.getSetCookie()
  })
  web.setCookies(cookies)
  await attempt.succeeded()
}

async function emailOf(app: App, link: Link, { email }: Acceptance): Promise<string> {
  if (link.userId) return (await app.prisma.appUser.findUniqueOrThrow({ where: { id: link.userId } })).email
  const address = link.email ?? email
  if (address === undefined) throw new DomainError('email-missing')
  return address
}

interface Place {
  auth: Auth
  transaction: Transaction
  web: WebSession
  link: Link
}

interface Person {
  email: string
  name: string
  password: string
}

async function makeAccount({ auth, transaction, web, link }: Place, person: Person): Promise<Headers> {
  if (await transaction.appUser.findUnique({ where: { email: person.email } }))
    throw new DomainError('user-exists')
  if (link.kind === 'setup' && (await transaction.appUser.count()) > 0) throw new DomainError('link-unknown')
  const { headers, response } = await auth.api.signUpEmail({
    body: person,
    headers: web.headers,
    returnHeaders: true,
  })
  const { id } = response.user
  await transaction.appUser.update({ where: { id }, data: { isAdministrator: link.isAdministrator } })
  const projectId = link.kind === 'setup' ? defaultProjectId : link.projectId
  const role = link.kind === 'setup' ? 'admin' : link.role
  if (projectId && role) await transaction.membership.create({ data: { userId: id, projectId, role } })
  return headers
}

/** Whoever got in with the old password is signed out. */
async function setPassword({ auth, transaction, web }: Place, { email, password }: Person): Promise<Headers> {
  const { id } = await transaction.appUser.findUniqueOrThrow({ where: { email } })
  await transaction.userAccount.updateMany({
    where: { userId: id, providerId: 'credential' },
    data: { password: await hashPassword(password), updatedAt: new Date() },
  })
  await transaction.userSession.deleteMany({ where: { userId: id } })
  await transaction.appUser.update({ where: { id }, data: { deactivatedAt: null } })
  const { headers } = await auth.api.signInEmail({
    body: { email, password },
    headers: web.headers,
    returnHeaders: true,
  })
  return headers
}
