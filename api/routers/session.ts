/** Signing in and out, and links that work once. */
import { z } from 'zod'
import { DomainError } from '#pipeline/domain-error.ts'
import { maxPasswordLength } from '../auth/passwords.ts'
import { procedure, router } from '../trpc.ts'
import type { Context } from '../trpc.ts'
import { acceptLink } from '../use-cases/accounts/accept-link.ts'
import { changePassword } from '../use-cases/accounts/change-password.ts'
import { readLink } from '../use-cases/accounts/links.ts'
import { signIn } from '../use-cases/accounts/sign-in.ts'
import { signOut, signOutEverywhere } from '../use-cases/accounts/sign-out.ts'
import type { WebSession } from '../web-session.ts'
import { done, doneSchema } from './done.ts'

const password = z.string().min(1).max(maxPasswordLength)
const email = z.email().max(254)
const secret = z.string().min(1).max(100)

export const sessionRouter = router({
  state: procedure
    .input(z.strictObject({}))
    .output(z.strictObject({ isSignedIn: z.boolean(), isSetUp: z.boolean() }))
    .query(async ({ ctx }) => ({
      isSignedIn: ctx.caller.userId !== undefined,
      isSetUp: (await ctx.app.prisma.appUser.findFirst({ select: { id: true } })) !== null,
    })),

  signIn: procedure
    .input(z.strictObject({ email, password }))
    .output(doneSchema)
    .mutation(async ({ ctx, input }) => {
      await signIn(ctx.app, webOf(ctx), input)
      return done
    }),

  signOut: procedure
    .input(z.strictObject({}))
    .output(doneSchema)
    .mutation(async ({ ctx }) => {
      await signOut(ctx.app, ctx.caller, webOf(ctx))
      return done
    }),

  signOutEverywhere: procedure
    .input(z.strictObject({}))
    .output(doneSchema)
    .mutation(async ({ ctx }) => {
      await signOutEverywhere(ctx.app, ctx.caller, ctx.web)
      return done
    }),

  changePassword: procedure
    .input(z.strictObject({ currentPassword: password, newPassword: password }))
    .output(doneSchema)
    .mutation(async ({ ctx, input }) => {
      await changePassword(ctx.app, { caller: ctx.caller, web: webOf(ctx) }, input)
      return done
    }),

  readLink: procedure
    .input(z.strictObject({ secret }))
    .output(
      z.strictObject({
        kind: z.enum(['setup', 'invitation', 'reset']),
        email: z.string().nullable(),
        expiresAt: z.iso.datetime(),
      }),
    )
    .mutation(async ({ ctx, input }) => {
      const { kind, email, expiresAt } = await readLink(ctx.app, input.secret)
      return { kind: kind as 'setup' | 'invitation' | 'reset', email, expiresAt: expiresAt.toISOString() }
    }),

  acceptLink: procedure
    .input(
      z.strictObject({
        secret,
        password,
        name: z.string().trim().min(1).max(100).optional(),
        email: email.optional(),
      }),
    )
    .output(doneSchema)
    .mutation(async ({ ctx, input }) => {
      await acceptLink(ctx.app, webOf(ctx), input)
      return done
    }),
})

function webOf({ web }: Context): WebSession {
  if (!web) throw new DomainError('session-needed')
  return web
}
