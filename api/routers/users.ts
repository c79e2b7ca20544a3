/** People: oneself, and for administrators all others. */
import { z } from 'zod'
import { roles, tokenScopes } from '../actor.ts'
import { procedure, router } from '../trpc.ts'
import { changeProfile, readProfile } from '../use-cases/accounts/profile.ts'
import { changeStanding, invite, listPeople, offerReset } from '../use-cases/accounts/people.ts'
import { setRole } from '../use-cases/accounts/projects.ts'
import { done, doneSchema } from './done.ts'

const role = z.enum(roles)
const membership = z.strictObject({ id: z.uuid(), name: z.string(), role })
const profile = z.strictObject({
  id: z.uuid().nullable(),
  kind: z.enum(['person', 'token', 'system']),
  name: z.string(),
  email: z.string().nullable(),
  language: z.string().nullable(),
  theme: z.string().nullable(),
  isAdministrator: z.boolean(),
  scopes: z.array(z.enum(tokenScopes)),
  projects: z.array(membership),
})
const person = z.strictObject({
  id: z.uuid(),
  name: z.string(),
  email: z.string(),
  isAdministrator: z.boolean(),
  isActive: z.boolean(),
  createdAt: z.iso.datetime(),
  projects: z.array(membership),
})
const shownLink = z.strictObject({ path: z.string(), expiresAt: z.iso.datetime() })
const userInput = z.strictObject({ userId: z.uuid() })

export const usersRouter = router({
  me: procedure
    .input(z.strictObject({}))
    .output(profile)
    .query(({ ctx }) => readProfile(ctx.app, ctx.caller)),

  changeProfile: procedure
    .input(
      z.strictObject({
        name: z.string().trim().min(1).max(100).optional(),
        language: z.enum(['de', 'en']).nullable().optional(),
        theme: z.enum(['light', 'dark', 'auto']).nullable().optional(),
      }),
    )
    .output(doneSchema)
    .mutation(async ({ ctx, input }) => {
      await changeProfile(ctx.app, ctx.caller, input)
      return done
    }),

  list: procedure
    .input(z.strictObject({}))
    .output(z.array(person))
    .query(({ ctx }) => listPeople(ctx.app)),

  invite: procedure
    .input(
      z
        .strictObject({
          email: z.email().max(254),
          isAdministrator: z.boolean().default(false),
          projectId: z.uuid().optional(),
          role: role.optional(),
        })
        .refine((given) => (given.projectId === undefined) === (given.role === undefined), {
          message: 'projectId and role belong together',
          path: ['role'],
        }),
    )
    .output(shownLink)
    .mutation(({ ctx, input }) => invite(ctx.app, input)),

  offerReset: procedure
    .input(userInput)
    .output(shownLink)
    .mutation(({ ctx, input }) => offerReset(ctx.app, input.userId)),

  setRole: procedure
    .input(userInput.extend({ projectId: z.uuid(), role: role.nullable() }))
    .output(doneSchema)
    .mutation(async ({ ctx, input: { projectId, ...change } }) => {
      await setRole(ctx.app, projectId, change)
      return done
    }),

  setStanding: procedure
    .input(userInput.extend({ isActive: z.boolean().optional(), isAdministrator: z.boolean().optional() }))
    .output(doneSchema)
    .mutation(async ({ ctx, input: { userId, ...standing } }) => {
      await changeStanding(ctx.app, userId, standing)
      return done
    }),
})
