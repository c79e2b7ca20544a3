/** What the caller is working on and has not saved. */
import { z } from 'zod'
import { documentInput } from '../document-input.ts'
import { projectInput, procedure, router } from '../trpc.ts'
import type { Context } from '../trpc.ts'
import { pinSchema } from '../use-cases/pins.ts'
import {
  discardDraft,
  draftSchema,
  getDraft,
  keptDraftSchema,
  saveDraft,
} from '../use-cases/pipeline-drafts.ts'

const draftInput = projectInput.extend({ id: z.string().min(1).max(100) })

/** A person has one draft of a pipeline, whatever session or token they come with. */
function keyOf({ caller }: Context, pipelineId: string) {
  return { pipelineId, userId: caller.userId ?? caller.actor.id }
}

export const draftRouter = router({
  get: procedure
    .input(draftInput)
    .output(draftSchema.nullable())
    .query(({ ctx, input }) => getDraft(ctx.app, keyOf(ctx, input.id))),

  save: procedure
    .input(
      draftInput.extend({
        document: documentInput,
        baseRevision: z.int().min(0),
        pins: z.array(pinSchema).max(500).default([]),
      }),
    )
    .output(keptDraftSchema)
    .mutation(({ ctx, input: { id, document, baseRevision, pins } }) =>
      saveDraft(ctx.app, keyOf(ctx, id), { document, baseRevision, pins }),
    ),

  discard: procedure
    .input(draftInput)
    .output(z.strictObject({ ok: z.literal(true) }))
    .mutation(async ({ ctx, input }) => {
      await discardDraft(ctx.app, keyOf(ctx, input.id))
      return { ok: true as const }
    }),
})
