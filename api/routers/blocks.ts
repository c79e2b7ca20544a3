/** The blocks that pipelines can be made of. */
import { z } from 'zod'
import { blockDescriptionSchema, describeBlock, describeCatalog } from '#pipeline/block-description.ts'
import { nodeSchema } from '#pipeline/document.ts'
import { DomainError } from '#pipeline/domain-error.ts'
import { upgradeNode } from '#pipeline/upgrade-node.ts'
import { procedure, router } from '../trpc.ts'

const upgradeSchema = z.strictObject({
  from: z.int(),
  to: z.int(),
  config: z.record(z.string(), z.unknown()),
  settings: z.array(z.strictObject({ name: z.string(), before: z.unknown(), after: z.unknown() })),
  ports: z.strictObject({ removed: z.array(z.string()), added: z.array(z.string()) }),
})

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

  /** What the newest version of a node's block would change; null where there is nothing to gain. */
  upgrade: procedure
    .input(z.strictObject({ node: nodeSchema }))
    .output(upgradeSchema.nullable())
    .query(({ ctx, input }) => upgradeNode(input.node, ctx.app.catalog) ?? null),
})
