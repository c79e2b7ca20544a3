/** The cookie that better-auth gives a browser: `token.signature`, the signature an HMAC with the session key. */
import { createHmac, timingSafeEqual } from 'node:crypto'

export const cookiePrefix = 'ecoki'
/** Tells better-auth where a request came from; set by the gateway alone. */
export const addressHeader = 'x-ecoki-address'

/** Browsers keep a cookie with this prefix only if it came by TLS. */
export function sessionCookieName(isSecure: boolean): string {
  return `${isSecure ? '__Secure-' : ''}${cookiePrefix}.session_token`
}

export function hasSessionCookie(header: string | undefined, isSecure: boolean): boolean {
  return header?.includes(`${sessionCookieName(isSecure)}=`) ?? false
}

/** The session's token, if the cookie is there and ours. */
export function readSessionToken(
  header: string | undefined,
  { sessionKey, isSecure }: { sessionKey: string; isSecure: boolean },
): string | undefined {
  const value = cookieValue(header, sessionCookieName(isSecure))
  const end = value?.lastIndexOf('.') ?? -1
  if (value === undefined || end < 1) return undefined
  const token = value.slice(0, end)
  // As text: decoders of base64 overlook what follows its end.
  const expected = Buffer.from(createHmac('sha256', sessionKey).update(token).digest('base64'))
  const given = Buffer.from(value.slice(end + 1))
  return given.length === expected.length && timingSafeEqual(given, expected) ? token : undefined
}

function cookieValue(header: string | undefined, name: string): string | undefined {
  const pair = header?.split(/;\s*/).find((part) => part.startsWith(`${name}=`))
  try {
    return pair && decodeURIComponent(pair.slice(name.length + 1))
  } catch (error) {
    if (error instanceof URIError) return undefined
    throw error
  }
}
