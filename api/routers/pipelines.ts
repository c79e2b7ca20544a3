/** Pipeline documents: kept in versions, checked, saved by one writer at a time. */
import { z } from 'zod'
import { DatabaseTopology } from '#datasets/topology/database.ts'
import { documentHash } from '#datasets/topology/topology.ts'
import { documentSchema } from '#pipeline/document.ts'
import { issueSchema } from '#pipeline/issue.ts'
import type { PortSchema } from '#pipeline/ports.ts'
import { validate } from '#pipeline/validate.ts'
import { projectInput, procedure, router } from '../trpc.ts'
import { savePipeline } from '../use-cases/save-pipeline.ts'

const pipelineInput = projectInput.extend({ id: z.string().min(1).max(100) })
const stored = z.strictObject({ document: documentSchema, revision: z.int(), hash: z.string() })
const listed = z.strictObject({ id: z.string(), name: z.string(), revision: z.int() })
const schemas = z.record(z.string(), z.record(z.string(), z.custom<PortSchema>()))

export const pipelinesRouter = router({
  list: procedure
    .input(projectInput)
    .output(z.array(listed))
    .query(({ ctx }) => new DatabaseTopology(ctx.app.prisma, ctx.app.projectId).list()),

  get: procedure
    .input(pipelineInput.extend({ revision: z.int().positive().optional() }))
    .output(stored)
    .query(async ({ ctx, input }) => {
      const topology = new DatabaseTopology(ctx.app.prisma, ctx.app.projectId)
      const { document, revision } = await topology.load(input.id, input.revision)
      return { document, revision, hash: documentHash(document) }
    }),

  check: procedure
    .input(
      projectInput.extend({
        document: z.unknown(),
        parameters: z.record(z.string(), z.unknown()).optional(),
      }),
    )
    .output(z.strictObject({ issues: z.array(issueSchema), schemas }))
    .query(({ ctx, input }) => {
      const { parameters } = input
      const { issues, schemas } = validate(input.document, ctx.app.catalog, {
        parameters,
        language: ctx.language,
      })
      return { issues, schemas }
    }),

  save: procedure
    .input(projectInput.extend({ document: documentSchema, expectedRevision: z.int().min(0) }))
    .output(z.strictObject({ revision: z.int(), hash: z.string(), nodes: z.int(), edges: z.int() }))
    .mutation(({ ctx, input }) => savePipeline(ctx.app, input.document, input.expectedRevision)),
})
