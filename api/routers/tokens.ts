/** Tokens for programs. */
import { z } from 'zod'
import { roles, tokenScopes } from '../actor.ts'
import { procedure, router } from '../trpc.ts'
import { personOf } from '../use-cases/accounts/profile.ts'
import { createToken, listTokens, revokeToken, rotateToken } from '../use-cases/accounts/tokens.ts'
import { done, doneSchema } from './done.ts'

const tokenRoles = z.array(z.strictObject({ projectId: z.uuid(), role: z.enum(roles) })).max(100)
const scopes = z.array(z.enum(tokenScopes)).max(tokenScopes.length)
const time = z.iso.datetime().nullable()
const shown = z.strictObject({ id: z.uuid(), secret: z.string(), expiresAt: time })
const listed = z.strictObject({
  id: z.uuid(),
  name: z.string(),
  owner: z.string(),
  scopes,
  roles: z.array(z.strictObject({ projectId: z.uuid(), role: z.enum(roles) })),
  createdAt: z.iso.datetime(),
  expiresAt: time,
  lastUsedAt: time,
  revokedAt: time,
  replacedBy: z.uuid().nullable(),
})

export const tokensRouter = router({
  list: procedure
    .input(z.strictObject({}))
    .output(z.array(listed))
    .query(({ ctx }) => listTokens(ctx.app, personOf(ctx.caller))),

  listAll: procedure
    .input(z.strictObject({}))
    .output(z.array(listed))
    .query(({ ctx }) => listTokens(ctx.app)),

  create: procedure
    .input(
      z.strictObject({
        name: z.string().trim().min(1).max(100),
        scopes: scopes.min(1).refine(isSet, 'twice the same'),
        roles: tokenRoles
          .min(1)
          .refine((given) => isSet(given.map(({ projectId }) => projectId)), 'twice the same'),
        expiresInDays: z.int().min(1).max(1_825).default(365),
      }),
    )
    .output(shown)
    .mutation(({ ctx, input }) => createToken(ctx.app, ctx.caller, input)),

  rotate: procedure
    .input(z.strictObject({ tokenId: z.uuid(), overlapMinutes: z.int().min(0).max(43_200).default(60) }))
    .output(shown)
    .mutation(({ ctx, input: { tokenId: id, overlapMinutes } }) =>
      rotateToken(ctx.app, ctx.caller, { id, overlapMinutes }),
    ),

  revoke: procedure
    .input(z.strictObject({ tokenId: z.uuid() }))
    .output(doneSchema)
    .mutation(async ({ ctx, input }) => {
      await revokeToken(ctx.app, ctx.caller, input.tokenId)
      return done
    }),
})

function isSet(values: readonly unknown[]): boolean {
  return new Set(values).size === values.length
}
