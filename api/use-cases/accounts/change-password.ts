/** A person's new password; all their other sessions end. */
import type { Caller } from '../../actor.ts'
import { DomainError } from '#pipeline/domain-error.ts'
import type { App } from '../../app.ts'
import { checkPassword } from '../../auth/passwords.ts'
import { beginAttempt } from '../../auth/sign-in-limits.ts'
import type { WebSession } from '../../web-session.ts'
import { recordIn, withAuth } from './with-auth.ts'

/** Throws DomainError 'sign-in-refused' for a wrong current password, 'password-weak' for a new one that will not do. */
export async function changePassword(
  app: App,
  { caller, web }: { caller: Caller; web: WebSession },
  passwords: { currentPassword: string; newPassword: string },
): Promise<void> {
  if (caller.credential?.kind !== 'session') throw new DomainError('session-needed')
  const { actor } = caller
  checkPassword(passwords.newPassword, [actor.name])
  const attempt = await beginAttempt(app.pool, actor.name, web.address)
  const cookies = await withAuth(app, web, async (auth, transaction) => {
    const body = { ...passwords, revokeOtherSessions: true }
    const { headers } = await auth.api.changePassword({ body, headers: web.headers, returnHeaders: true })
    const change = { action: 'user.change-password', object: { kind: 'user', id: actor.id } }
    await recordIn(transaction, { actor, requestId: app.requestId }, change)
    return headers.getSetCookie()
  })
  web.setCookies(cookies)
  await attempt.succeeded()
}
