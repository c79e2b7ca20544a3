/** Signs a person in with e-mail address and password. */
import { DomainError } from '#pipeline/domain-error.ts'
import type { App } from '../../app.ts'
import { beginAttempt } from '../../auth/sign-in-limits.ts'
import type { WebSession } from '../../web-session.ts'
import { recordIn, withAuth } from './with-auth.ts'

export interface Credentials {
  email: string
  password: string
}

/**
 * Sets the session's cookie. Throws DomainError 'sign-in-refused', the same and after the same work whether the person is
 * unknown, deactivated or the password wrong, and 'too-many-requests' after too many failures.
 */
export async function signIn(app: App, web: WebSession, credentials: Credentials): Promise<void> {
  const email = credentials.email.trim().toLowerCase()
  const attempt = await beginAttempt(app.pool, email, web.address)
  const { cookies } = await withAuth(app, web, async (auth, transaction) => {
    const { headers, response } = await auth.api.signInEmail({
      body: { email, password: credentials.password },
      headers: web.headers,
      returnHeaders: true,
    })
    const user = await transaction.appUser.findUniqueOrThrow({ where: { id: response.user.id } })
    if (user.deactivatedAt) throw new DomainError('sign-in-refused')
    const actor = { kind: 'person', id: user.id, name: user.email, address: web.address } as const
    const change = { action: 'session.sign-in', object: { kind: 'user', id: user.id } }
    await recordIn(transaction, { actor, requestId: app.requestId }, change)
    return { cookies: headers.getSetCookie() }
  })
  web.setCookies(cookies)
  await attempt.succeeded()
}
