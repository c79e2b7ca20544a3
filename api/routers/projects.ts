/** Projects and their members. */
import { z } from 'zod'
import { roles } from '../actor.ts'
import { projectInput, procedure, router } from '../trpc.ts'
import { listProjects, personOf } from '../use-cases/accounts/profile.ts'
import { createProject, listMembers, renameProject, setRole } from '../use-cases/accounts/projects.ts'
import { done, doneSchema } from './done.ts'

const role = z.enum(roles)
const name = z.string().trim().min(1).max(100)
const member = z.strictObject({
  userId: z.uuid(),
  name: z.string(),
  email: z.string(),
  role,
  isActive: z.boolean(),
})

export const projectsRouter = router({
  list: procedure
    .input(z.strictObject({}))
    .output(z.array(z.strictObject({ id: z.uuid(), name: z.string(), role })))
    .query(({ ctx }) => listProjects(ctx.app.prisma, ctx.caller)),

  listAll: procedure
    .input(z.strictObject({}))
    .output(z.array(z.strictObject({ id: z.uuid(), name: z.string() })))
    .query(({ ctx }) =>
      ctx.app.prisma.project.findMany({ select: { id: true, name: true }, orderBy: { name: 'asc' } }),
    ),

  create: procedure
    .input(z.strictObject({ name }))
    .output(z.strictObject({ id: z.uuid() }))
    .mutation(({ ctx, input }) => createProject(ctx.app, input.name, personOf(ctx.caller))),

  rename: procedure
    .input(projectInput.extend({ name }))
    .output(doneSchema)
    .mutation(async ({ ctx, input }) => {
      await renameProject(ctx.app, input.name)
      return done
    }),

  members: procedure
    .input(projectInput)
    .output(z.array(member))
    .query(({ ctx }) => listMembers(ctx.app)),

  setMember: procedure
    .input(projectInput.extend({ email: z.email().max(254), role: role.nullable() }))
    .output(doneSchema)
    .mutation(async ({ ctx, input: { email, role } }) => {
      await setRole(ctx.app, ctx.app.projectId, { email, role })
      return done
    }),
})
