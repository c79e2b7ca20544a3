/** Pipeline documents: kept in versions, checked, saved by one writer at a time. */
import { z } from 'zod'
import { documentDiffSchema } from '#pipeline/document-diff.ts'
import { issueSchema } from '#pipeline/issue.ts'
import { portSchemaSchema } from '#pipeline/ports.ts'
import { validate } from '#pipeline/validate.ts'
import { documentInput, documentOutput } from '../document-input.ts'
import { pageInput } from '../cursor.ts'
import { projectInput, procedure, router } from '../trpc.ts'
import { duplicatePipeline, renamePipeline, setArchived } from '../use-cases/change-pipeline.ts'
import { listPipelines, pipelineSummarySchema } from '../use-cases/list-pipelines.ts'
import { preparePipeline } from '../use-cases/prepare-pipeline.ts'
import { exportPipeline, importPipeline, readText } from '../use-cases/pipeline-text.ts'
import { savePipeline, savedSchema } from '../use-cases/save-pipeline.ts'
import * as versions from '../use-cases/pipeline-versions.ts'
import { draftRouter } from './drafts.ts'

const id = z.string().min(1).max(100)
const revision = z.int().positive()
const pipelineInput = projectInput.extend({ id })
const format = z.enum(['json', 'yaml'])
const text = z.string().max(4_000_000)
const label = { name: z.string().trim().min(1).max(200), note: z.string().max(2_000) }
const done = z.strictObject({ ok: z.literal(true) })
const side = z.union([
  z.strictObject({ id, revision: revision.optional() }),
  z.strictObject({ document: documentInput }),
])

export const pipelinesRouter = router({
  list: procedure
    .input(
      projectInput.extend({
        ...pageInput,
        search: z.string().min(1).max(200).optional(),
        archived: z.enum(['no', 'only', 'all']).optional(),
      }),
    )
    .output(z.strictObject({ items: z.array(pipelineSummarySchema), nextCursor: z.string().nullable() }))
    .query(({ ctx, input }) => listPipelines(ctx.app, input)),

  get: procedure
    .input(pipelineInput.extend({ revision: revision.optional() }))
    .output(versions.storedPipelineSchema)
    .query(({ ctx, input }) => versions.getPipeline(ctx.app, input.id, input.revision)),

  /** All problems of a document and the schemas behind its ports. */
  check: procedure
    .input(
      projectInput.extend({
        document: z.unknown(),
        parameters: z.record(z.string(), z.unknown()).optional(),
      }),
    )
    .output(
      z.strictObject({
        issues: z.array(issueSchema),
        schemas: z.record(z.string(), z.record(z.string(), portSchemaSchema)),
      }),
    )
    .query(({ ctx, input: { document, parameters } }) => {
      const { language } = ctx
      const { issues, schemas } = validate(document, ctx.app.catalog, { parameters, language })
      return { issues, schemas }
    }),

  /** All that a start would find, also where readers look at their data; nothing is started. No planHash: it cannot run. */
  validate: procedure
    .input(
      projectInput.extend({
        document: documentInput,
        parameters: z.record(z.string(), z.unknown()).optional(),
      }),
    )
    .output(z.strictObject({ planHash: z.string().nullable(), issues: z.array(issueSchema) }))
    .query(async ({ ctx, input: { document, parameters } }) => {
      const { plan, issues } = await preparePipeline(ctx.app, {
        ...{ document, parameters },
        language: ctx.language,
      })
      return { planHash: plan?.planHash ?? null, issues }
    }),

  /** Of a pipeline that does not exist yet with `expectedRevision: 0`. */
  save: procedure
    .input(
      projectInput.extend({
        document: documentInput,
        expectedRevision: z.int().min(0),
        name: label.name.optional(),
        note: label.note.optional(),
      }),
    )
    .output(savedSchema)
    .mutation(({ ctx, input: { document, expectedRevision, name, note } }) =>
      savePipeline(ctx.app, { document, expectedRevision, name, note }),
    ),

  rename: procedure
    .input(pipelineInput.extend({ name: label.name, expectedRevision: revision.optional() }))
    .output(savedSchema)
    .mutation(({ ctx, input }) => renamePipeline(ctx.app, input)),

  duplicate: procedure
    .input(
      pipelineInput.extend({
        revision: revision.optional(),
        newId: id.optional(),
        name: label.name.optional(),
      }),
    )
    .output(savedSchema)
    .mutation(({ ctx, input }) => duplicatePipeline(ctx.app, input)),

  archive: procedure
    .input(pipelineInput)
    .output(done)
    .mutation(async ({ ctx, input }) => {
      await setArchived(ctx.app, input.id, true)
      return { ok: true as const }
    }),

  /** Takes a pipeline out of the archive. */
  restore: procedure
    .input(pipelineInput)
    .output(done)
    .mutation(async ({ ctx, input }) => {
      await setArchived(ctx.app, input.id, false)
      return { ok: true as const }
    }),

  /** Newest first; `before` asks for older ones than that revision. */
  versions: procedure
    .input(pipelineInput.extend({ before: revision.optional(), limit: z.int().min(1).max(200).default(50) }))
    .output(z.array(versions.versionSchema))
    .query(({ ctx, input }) => versions.listVersions(ctx.app, input)),

  nameVersion: procedure
    .input(pipelineInput.extend({ revision, name: label.name.nullable(), note: label.note.nullable() }))
    .output(versions.versionSchema)
    .mutation(({ ctx, input }) => versions.nameVersion(ctx.app, input)),

  /** An old version becomes the newest; what is between stays. */
  restoreVersion: procedure
    .input(pipelineInput.extend({ revision, expectedRevision: revision }))
    .output(savedSchema)
    .mutation(({ ctx, input }) => versions.restoreVersion(ctx.app, input)),

  diff: procedure
    .input(projectInput.extend({ before: side, after: side }))
    .output(documentDiffSchema)
    .query(({ ctx, input }) => versions.diffSides(ctx.app, input.before, input.after)),

  /** What a text says, without keeping it: for pasting and for looking before importing. */
  readText: procedure
    .input(projectInput.extend({ text, format }))
    .output(z.strictObject({ document: documentOutput, issues: z.array(issueSchema) }))
    .query(({ ctx, input }) => readText(ctx.app, { ...input, language: ctx.language })),

  import: procedure
    .input(projectInput.extend({ text, format, id: z.union([z.literal('new'), id]).optional() }))
    .output(savedSchema.extend({ issues: z.array(issueSchema) }))
    .mutation(({ ctx, input }) => importPipeline(ctx.app, { ...input, language: ctx.language })),

  export: procedure
    .input(pipelineInput.extend({ revision: revision.optional(), format }))
    .output(z.strictObject({ text: z.string(), fileName: z.string() }))
    .query(({ ctx, input }) => exportPipeline(ctx.app, input)),

  draft: draftRouter,
})
