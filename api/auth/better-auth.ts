/** better-auth, as the engine behind our own procedures: none of its HTTP routes is open to anyone. */
import { betterAuth } from 'better-auth'
import { prismaAdapter } from 'better-auth/adapters/prisma'
import { v7 as uuid } from 'uuid'
import type { Prisma } from '#prisma/client/client.ts'
import { hashPassword, maxPasswordLength, minPasswordLength, verifyPassword } from './passwords.ts'
import { addressHeader, cookiePrefix } from './session-cookie.ts'

export interface AuthOptions {
  sessionKey: string
  /** Whether the browser came by TLS: its cookies then go nowhere else. */
  isSecure: boolean
}

/** How long a session lasts; it is not prolonged. */
const sessionSeconds = 7 * 24 * 3_600

/** Works within `transaction`, so that what it changes and what the audit says of it are one. */
export function makeAuth(transaction: Prisma.TransactionClient, { sessionKey, isSecure }: AuthOptions) {
  return betterAuth({
    appName: 'EcoKI',
    baseURL: 'http://127.0.0.1',
    secret: sessionKey,
    telemetry: { enabled: false },
    logger: { disabled: true },
    database: prismaAdapter(transaction, { provider: 'postgresql', transaction: false }),
    user: { modelName: 'appUser' },
    account: { modelName: 'userAccount' },
    verification: { modelName: 'userVerification' },
    session: {
      modelName: 'userSession',
      expiresIn: sessionSeconds,
      disableSessionRefresh: true,
      cookieCache: { enabled: false },
    },
    emailAndPassword: {
      enabled: true,
      minPasswordLength,
      maxPasswordLength,
      password: {
        hash: hashPassword,
        verify: ({ hash, password }) => verifyPassword(hash, password),
      },
    },
    rateLimit: { enabled: false },
    advanced: {
      cookiePrefix,
      useSecureCookies: isSecure,
      defaultCookieAttributes: { sameSite: 'strict', httpOnly: true, path: '/' },
      ipAddress: { ipAddressHeaders: [addressHeader] },
      database: { generateId: () => uuid(), validateSchema: false },
    },
  })
}

export type Auth = ReturnType<typeof makeAuth>
