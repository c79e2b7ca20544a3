/** Files that people bring, and the data on the wires of runs. Bytes go through api/routes/dataset-routes.ts. */
import { z } from 'zod'
import { fileRefSchema } from '#pipeline/file-ref.ts'
import { columnSchema, tableSchemaSchema } from '#pipeline/ports.ts'
import { projectInput, procedure, router } from '../trpc.ts'
import { findOutput, plainOutput } from '../use-cases/export-output.ts'
import { listFiles, removeFile } from '../use-cases/list-files.ts'
import { previewFile } from '../use-cases/preview-file.ts'
import { readPage, readProfile, readSeries } from '../use-cases/read-dataset.ts'

const name = z.string().min(1).max(200)
export const outputInput = projectInput.extend({
  run: z.uuid(),
  node: z.string().min(1).max(100),
  port: z.string().min(1).max(100),
})

const plainValue = z.union([z.number(), z.string(), z.boolean(), z.null()])
const page = z.strictObject({
  schema: tableSchemaSchema,
  rows: z.int(),
  offset: z.int(),
  cells: z.array(z.array(plainValue)),
  columns: z.array(z.string()),
})
const uploaded = z.strictObject({
  id: z.uuid(),
  file: fileRefSchema,
  createdBy: z.string(),
  createdAt: z.string(),
})
const profile = z.strictObject({
  rows: z.int(),
  missing: z.int(),
  notFinite: z.int(),
  min: plainValue,
  max: plainValue,
  mean: z.number().nullable(),
  standardDeviation: z.number().nullable(),
  histogram: z.strictObject({ from: z.number(), to: z.number(), counts: z.array(z.int()) }).nullable(),
  frequent: z.array(z.strictObject({ value: plainValue, count: z.int() })).nullable(),
  distinct: z.int().nullable(),
  uncertain: z.int(),
  bad: z.int(),
})
const series = z.strictObject({
  isReduced: z.boolean(),
  timesUs: z.array(z.number()),
  values: z.array(z.array(z.number().nullable())),
  columns: z.array(columnSchema),
  zone: z.string(),
  span: z.strictObject({ fromUs: z.number(), toUs: z.number() }).nullable(),
})
const config = z.record(z.string(), z.unknown())
const preview = z.union([
  z.strictObject({ config, page: page.nullable(), refused: z.null() }),
  z.strictObject({ config: z.null(), page: z.null(), refused: z.record(z.string(), z.unknown()) }),
])

export const datasetsRouter = router({
  files: procedure
    .input(projectInput.extend({ hash: fileRefSchema.shape.hash.optional() }))
    .output(z.array(uploaded))
    .query(({ ctx, input }) => listFiles(ctx.app, input.hash)),

  removeFile: procedure
    .input(projectInput.extend({ id: z.uuid() }))
    .output(z.strictObject({ removed: z.literal(true) }))
    .mutation(async ({ ctx, input }) => {
      await removeFile(ctx.app, input.id)
      return { removed: true as const }
    }),

  /** Detects how a file is written and shows its first rows. */
  preview: procedure
    .input(
      projectInput.extend({
        block: name,
        version: z.int().min(1).max(1_000_000),
        config,
        rows: z.int().min(1).max(200).default(50),
      }),
    )
    .output(preview)
    .query(({ ctx, input: { block, version, config, rows } }) =>
      previewFile(ctx.app, { block, version, config, rows }),
    ),

  page: procedure
    .input(
      outputInput.extend({
        offset: z.int().min(0).default(0),
        limit: z.int().min(1).max(1_000).default(100),
        columns: z.array(name).min(1).max(200).optional(),
      }),
    )
    .output(page)
    .query(async ({ ctx, input }) => readPage(ctx.app, await outputOf(ctx, input), input)),

  profile: procedure
    .input(outputInput.extend({ column: name }))
    .output(profile)
    .query(async ({ ctx, input }) => readProfile(ctx.app, await outputOf(ctx, input), input.column)),

  series: procedure
    .input(
      outputInput.extend({
        columns: z.array(name).min(1).max(50),
        fromUs: z.number().optional(),
        toUs: z.number().optional(),
        points: z.int().min(1).max(4_000).default(1_000),
      }),
    )
    .output(series)
    .query(async ({ ctx, input }) => readSeries(ctx.app, await outputOf(ctx, input), input)),

  /** Metrics, scalars, charts, models: the value itself. */
  value: procedure
    .input(outputInput)
    .output(z.strictObject({ type: z.string(), value: z.unknown() }))
    .query(async ({ ctx, input }) => {
      const stored = await outputOf(ctx, input)
      return { type: stored.type, value: await plainOutput(ctx.app, stored) }
    }),
})

type Named = z.infer<typeof outputInput>

function outputOf({ app }: { app: Parameters<typeof findOutput>[0] }, { run, node, port }: Named) {
  return findOutput(app, { runId: run, node, port })
}
