/** Ends sessions: this one, or all of a person. */
import type { Caller } from '../../actor.ts'
import type { App } from '../../app.ts'
import { sessionCookieName } from '../../auth/session-cookie.ts'
import type { WebSession } from '../../web-session.ts'
import { recordIn } from './with-auth.ts'

/** Harmless without a session. */
export async function signOut(app: App, caller: Caller, web: WebSession): Promise<void> {
  if (caller.credential?.kind === 'session') await endSessions(app, caller, { id: caller.credential.id })
  web.setCookies([goneCookie(web.isSecure)])
}

/** Every browser this person is signed in with has to sign in again. Tokens are not touched. */
export async function signOutEverywhere(
  app: App,
  caller: Caller,
  web: WebSession | undefined,
): Promise<void> {
  if (caller.userId === undefined) return
  await endSessions(app, caller, { userId: caller.userId })
  web?.setCookies([goneCookie(web.isSecure)])
}

async function endSessions(
  app: App,
  caller: Caller,
  which: { id: string } | { userId: string },
): Promise<void> {
  await app.prisma.$transaction(async (transaction) => {
    await transaction.userSession.deleteMany({ where: which })
    const action = 'id' in which ? 'session.sign-out' : 'session.sign-out-everywhere'
    const object = { kind: 'user', id: caller.userId ?? '' }
    await recordIn(transaction, { actor: caller.actor, requestId: app.requestId }, { action, object })
  })
}

function goneCookie(isSecure: boolean): string {
  return `${sessionCookieName(isSecure)}=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict${isSecure ? '; Secure' : ''}`
}
