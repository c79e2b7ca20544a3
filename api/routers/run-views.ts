/** The caller's own views of the list of runs. */
import { z } from 'zod'
import { projectInput, procedure, router } from '../trpc.ts'
import type { Context } from '../trpc.ts'
import { listViews, removeView, savedViewSchema, saveView } from '../use-cases/saved-views.ts'
import { done, doneSchema } from './done.ts'

function ownerOf({ caller }: Context): string {
  return caller.userId ?? caller.actor.id
}

export const runViewRouter = router({
  list: procedure
    .input(projectInput)
    .output(z.array(savedViewSchema))
    .query(({ ctx }) => listViews(ctx.app, ownerOf(ctx))),

  save: procedure
    .input(projectInput.extend({ view: savedViewSchema }))
    .output(doneSchema)
    .mutation(async ({ ctx, input }) => {
      await saveView(ctx.app, ownerOf(ctx), input.view)
      return done
    }),

  remove: procedure
    .input(projectInput.extend({ name: savedViewSchema.shape.name }))
    .output(doneSchema)
    .mutation(async ({ ctx, input }) => {
      await removeView(ctx.app, ownerOf(ctx), input.name)
      return done
    }),
})
