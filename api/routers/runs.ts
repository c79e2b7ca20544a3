/** Runs: started, listed, looked at, compared, repeated, ended. */
import { z } from 'zod'
import { issueSchema } from '#pipeline/issue.ts'
import { runStatuses } from '#pipeline/run-words.ts'
import { documentInput, documentOutput } from '../document-input.ts'
import { pageInput } from '../cursor.ts'
import { projectInput, procedure, router } from '../trpc.ts'
import { runViewRouter } from './run-views.ts'
import { cancelRun } from '../use-cases/cancel-run.ts'
import {
  changesSinceGood,
  compareRuns,
  comparisonSchema,
  sinceGoodSchema,
} from '../use-cases/compare-runs.ts'
import { deleteRun } from '../use-cases/delete-run.ts'
import { listRuns } from '../use-cases/list-runs.ts'
import { startAgain } from '../use-cases/rerun.ts'
import {
  attemptSchema,
  logSchema,
  outputsSchema,
  partSchema,
  resultSchema,
  runDetailSchema,
  runSummarySchema,
  stepSchema,
} from '../use-cases/run-views.ts'
import { pinSchema } from '../use-cases/pins.ts'
import { viewResult } from '../use-cases/view-result.ts'
import { startFromRequest } from '../use-cases/start-from-request.ts'
import type { Started } from '../use-cases/start-run.ts'
import {
  runDocument,
  viewAttempts,
  viewLogs,
  viewOutputsOf,
  viewRun,
  viewSteps,
} from '../use-cases/view-run.ts'

const name = z.string().min(1).max(100)
const runInput = projectInput.extend({ run: z.uuid() })
const parameters = z.record(z.string(), z.unknown())
const time = z.iso.datetime({ offset: true })
const done = z.strictObject({ ok: z.literal(true) })

/** Without `run` nothing was started and issues say why; otherwise issues are warnings. */
const startedSchema = z.strictObject({ run: z.uuid().optional(), issues: z.array(issueSchema) })
const answer = ({ runId, issues }: Started) => ({ run: runId, issues })

export const runsRouter = router({
  views: runViewRouter,

  list: procedure
    .input(
      projectInput.extend({
        ...pageInput,
        status: z.array(z.enum(runStatuses)).max(10).optional(),
        pipeline: name.optional(),
        startedBy: z.string().min(1).max(200).optional(),
        from: time.optional(),
        until: time.optional(),
      }),
    )
    .output(z.strictObject({ items: z.array(runSummarySchema), nextCursor: z.string().nullable() }))
    .query(({ ctx, input }) => listRuns(ctx.app, input, ctx.language)),

  get: procedure
    .input(runInput)
    .output(runDetailSchema)
    .query(({ ctx, input }) => viewRun(ctx.app, input.run, ctx.language)),

  /** The document that was run: files pinned, only the part that was run. */
  document: procedure
    .input(runInput)
    .output(documentOutput)
    .query(({ ctx, input }) => runDocument(ctx.app, input.run)),

  steps: procedure
    .input(runInput)
    .output(z.array(stepSchema))
    .query(({ ctx, input }) => viewSteps(ctx.app, input.run, ctx.language)),

  attempts: procedure
    .input(runInput.extend({ node: name.optional() }))
    .output(z.array(attemptSchema))
    .query(({ ctx, input: { run, node } }) => viewAttempts(ctx.app, { runId: run, node }, ctx.language)),

  logs: procedure
    .input(
      runInput.extend({
        node: name.optional(),
        after: z
          .string()
          .regex(/^\d{1,18}$/)
          .optional(),
        limit: z.int().min(1).max(5_000).default(1_000),
      }),
    )
    .output(z.array(logSchema))
    .query(({ ctx, input: { run, node, after, limit } }) =>
      viewLogs(ctx.app, { runId: run, node, after, limit }, ctx.language),
    ),

  /** By node and port; the data behind a hash are read by `datasets`. */
  outputs: procedure
    .input(runInput.extend({ node: name.optional() }))
    .output(outputsSchema)
    .query(({ ctx, input }) => viewOutputsOf(ctx.app, input.run, input.node)),

  /** All that came out of a run, or has so far. */
  result: procedure
    .input(runInput)
    .output(resultSchema)
    .query(({ ctx, input }) => viewResult(ctx.app, input.run, ctx.language)),

  compare: procedure
    .input(projectInput.extend({ before: z.uuid(), after: z.uuid() }))
    .output(comparisonSchema)
    .query(({ ctx, input }) => compareRuns(ctx.app, [input.before, input.after], ctx.language)),

  sinceGood: procedure
    .input(runInput)
    .output(sinceGoodSchema)
    .query(({ ctx, input }) => changesSinceGood(ctx.app, input.run, ctx.language)),

  /** Of a saved version or of a document, one of which is given. */
  start: procedure
    .input(
      projectInput
        .extend({
          pipeline: z.strictObject({ id: name, revision: z.int().positive().optional() }).optional(),
          document: documentInput.optional(),
          parameters: parameters.optional(),
          fresh: z.boolean().optional(),
          seed: z.int().min(0).optional(),
          segmentation: z.enum(['node', 'whole']).optional(),
          part: partSchema.optional(),
          /** Outputs of earlier runs that a part begins with; a whole run never does. */
          pins: z.array(pinSchema).max(500).optional(),
          idempotencyKey: z.string().min(1).max(200).optional(),
        })
        .refine(({ pipeline, document }) => (pipeline === undefined) !== (document === undefined), {
          message: 'give either pipeline or document',
          path: ['pipeline'],
        })
        .refine(({ pins = [], part }) => pins.length === 0 || part !== undefined, {
          message: 'only a part of a pipeline can begin with pinned data',
          path: ['pins'],
        }),
    )
    .output(startedSchema)
    .mutation(async ({ ctx, input }) => answer(await startFromRequest(ctx.app, input, ctx.language))),

  /** What did not end well, everything from a node on, or all; with other values of parameters if given. */
  rerun: procedure
    .input(
      runInput.extend({
        from: name.optional(),
        fresh: z.boolean().optional(),
        parameters: parameters.optional(),
      }),
    )
    .output(startedSchema)
    .mutation(async ({ ctx, input: { run, from, fresh, parameters } }) =>
      answer(await startAgain(ctx.app, { runId: run, from, fresh, parameters, language: ctx.language })),
    ),

  cancel: procedure
    .input(runInput)
    .output(done)
    .mutation(async ({ ctx, input }) => {
      await cancelRun(ctx.app, input.run)
      return { ok: true as const }
    }),

  delete: procedure
    .input(runInput)
    .output(done)
    .mutation(async ({ ctx, input }) => {
      await deleteRun(ctx.app, input.run)
      return { ok: true as const }
    }),
})
