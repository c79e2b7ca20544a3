/** The blocks that pipelines can be made of. */
import { z } from 'zod'
import { blockDescriptionSchema, describeBlock, describeCatalog } from '#pipeline/block-description.ts'
import { DomainError } from '#pipeline/domain-error.ts'
import { procedure, router } from '../trpc.ts'

export const blocksRouter = router({
  catalog: procedure
    .input(z.strictObject({}))
    .output(z.array(blockDescriptionSchema))
    .query(({ ctx }) => describeCatalog(ctx.app.catalog)),

  get: procedure
    .input(z.strictObject({ id: z.string().max(100), version: z.int().positive() }))
    .output(blockDescriptionSchema)
    .query(({ ctx, input }) => {
      const block = ctx.app.catalog.find(input.id, input.version)
      if (!block) throw new DomainError('block-unknown', input)
      return describeBlock(block)
    }),
})
