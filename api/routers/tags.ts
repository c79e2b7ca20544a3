/** Tags: what they mean, where they come from, what they say, when they said nothing. */
import { z } from 'zod'
import { valueType } from '#adapters/host-contract.ts'
import { cursorSchema } from '../cursor.ts'
import { projectInput, procedure, router } from '../trpc.ts'
import { assetKinds, assetSchema, listAssets, removeAsset, saveAsset } from '../use-cases/tags/assets.ts'
import { detachTags, editTags } from '../use-cases/tags/edit-tags.ts'
import { enterSamples } from '../use-cases/tags/enter-samples.ts'
import { listTags } from '../use-cases/tags/list-tags.ts'
import { saveTags } from '../use-cases/tags/save-tags.ts'
import { gapSchema, listGaps } from '../use-cases/tags/tag-gaps.ts'
import { tagSchema } from '../use-cases/tags/views.ts'
import { done, doneSchema } from './done.ts'

const id = z.int().positive().max(2_147_483_647)
const ids = z.array(id).min(1).max(5_000)
const asset = z.uuid().nullable()
const name = z.string().trim().min(1).max(200)
const unit = z.string().min(1).max(80)
const time = z.iso.datetime({ offset: true })
const common = {
  description: z.string().max(2_000).nullable().optional(),
  assetId: asset.optional(),
  staleAfterMs: z.int().min(100).max(2_000_000_000).nullable().optional(),
  intervalMs: z.int().min(10).max(86_400_000).optional(),
  setup: z.record(z.string().max(50), z.unknown()).optional(),
}
const newTag = z.strictObject({
  name,
  type: valueType,
  unit: unit.nullable().optional(),
  ...common,
  class: z.enum(['state', 'event']).optional(),
  availabilityUs: z.int().min(0).nullable().optional(),
  address: z.unknown().optional(),
})
const accepted = z.strictObject({ accepted: z.int(), quarantined: z.int() })

const assetsRouter = router({
  list: procedure
    .input(projectInput)
    .output(z.array(assetSchema))
    .query(({ ctx }) => listAssets(ctx.app)),

  create: procedure
    .input(projectInput.extend({ parentId: asset, kind: z.enum(assetKinds), name }))
    .output(z.strictObject({ id: z.uuid() }))
    .mutation(async ({ ctx, input }) => ({ id: await saveAsset(ctx.app, { ...input, isNew: true }) })),

  save: procedure
    .input(projectInput.extend({ id: z.uuid(), parentId: asset, kind: z.enum(assetKinds), name }))
    .output(z.strictObject({ id: z.uuid() }))
    .mutation(async ({ ctx, input }) => ({ id: await saveAsset(ctx.app, { ...input, isNew: false }) })),

  remove: procedure
    .input(projectInput.extend({ id: z.uuid() }))
    .output(doneSchema)
    .mutation(async ({ ctx, input }) => {
      await removeAsset(ctx.app, input.id)
      return done
    }),
})

export const tagsRouter = router({
  list: procedure
    .input(
      projectInput.extend({
        cursor: cursorSchema.optional(),
        limit: z.int().min(1).max(500).default(50),
        search: z.string().min(1).max(200).optional(),
        connectionId: z.uuid().optional(),
        /** With all below it; null: tags that are nowhere. */
        assetId: asset.optional(),
        quality: z.union([z.literal(0), z.literal(1), z.literal(2)]).optional(),
        isStale: z.boolean().optional(),
        ids: ids.optional(),
      }),
    )
    .output(z.strictObject({ items: z.array(tagSchema), nextCursor: z.string().nullable(), total: z.int() }))
    .query(({ ctx, input }) => listTags(ctx.app, input)),

  /** All of them, or, where one has a problem, none. */
  create: procedure
    .input(
      projectInput.extend({
        connectionId: z.uuid().nullable(),
        tags: z.array(newTag).min(1).max(10_000),
        onConflict: z.enum(['refuse', 'skip', 'overwrite']).default('refuse'),
        isTrial: z.boolean().default(false),
      }),
    )
    .output(
      z.strictObject({
        ...{ created: z.int(), changed: z.int(), skipped: z.int() },
        ids: z.array(z.int().nullable()),
        problems: z.array(
          z.strictObject({ index: z.int(), code: z.string(), params: z.record(z.string(), z.unknown()) }),
        ),
      }),
    )
    .mutation(({ ctx, input }) => saveTags(ctx.app, input)),

  edit: procedure
    .input(
      projectInput.extend({
        ids,
        changes: z.strictObject({ name: name.optional(), unit: unit.optional(), ...common }),
      }),
    )
    .output(z.strictObject({ changed: z.int() }))
    .mutation(async ({ ctx, input }) => ({ changed: await editTags(ctx.app, input.ids, input.changes) })),

  /** Takes tags from their connection; their samples stay. */
  detach: procedure
    .input(projectInput.extend({ ids }))
    .output(z.strictObject({ changed: z.int() }))
    .mutation(async ({ ctx, input }) => ({ changed: await detachTags(ctx.app, input.ids) })),

  gaps: procedure
    .input(projectInput.extend({ tag: id, from: time, to: time }))
    .output(z.array(gapSchema))
    .query(({ ctx, input }) => listGaps(ctx.app, input)),

  /** Laboratory values, meter readings; also what programs push. Answered once all are safe. */
  enter: procedure
    .input(
      projectInput.extend({
        samples: z
          .array(
            z.strictObject({
              tag: name,
              at: time,
              value: z.union([z.number(), z.string().max(10_000), z.boolean()]),
              quality: z.enum(['good', 'uncertain', 'bad']).default('good'),
            }),
          )
          .min(1)
          .max(10_000),
        /** Older than 30 days on purpose. */
        isHistory: z.boolean().default(false),
      }),
    )
    .output(accepted)
    .mutation(({ ctx, input }) => enterSamples(ctx.app, input)),

  assets: assetsRouter,
})
