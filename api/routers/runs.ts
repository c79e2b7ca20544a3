/** Runs: started, listed, looked at. */
import { z } from 'zod'
import { documentSchema } from '#pipeline/document.ts'
import { issueSchema } from '#pipeline/issue.ts'
import { runStatuses } from '#pipeline/run-words.ts'
import { projectInput, procedure, router } from '../trpc.ts'
import { getRun } from '../use-cases/get-run.ts'
import type { RunView } from '../use-cases/get-run.ts'
import { listRuns } from '../use-cases/list-runs.ts'
import { startRun } from '../use-cases/start-run.ts'

const runSummary = z.strictObject({
  run: z.uuid(),
  pipeline: z.string(),
  status: z.enum(runStatuses),
  createdAt: z.string(),
  durationMs: z.number().nullable(),
  failed: z.string().nullable(),
})

export const runsRouter = router({
  list: procedure
    .input(projectInput.extend({ limit: z.int().min(1).max(200).default(50) }))
    .output(z.array(runSummary))
    .query(({ ctx, input }) => listRuns(ctx.app, input.limit)),

  get: procedure
    .input(projectInput.extend({ run: z.uuid() }))
    .output(z.custom<RunView>())
    .query(({ ctx, input }) => getRun(ctx.app, input.run)),

  start: procedure
    .input(
      projectInput.extend({
        document: documentSchema,
        parameters: z.record(z.string(), z.unknown()).optional(),
        fresh: z.boolean().optional(),
        seed: z.int().min(0).optional(),
      }),
    )
    .output(z.strictObject({ run: z.uuid().optional(), issues: z.array(issueSchema) }))
    .mutation(async ({ ctx, input: { document, parameters, fresh, seed } }) => {
      const started = await startRun(ctx.app, { document, parameters, fresh, seed, language: ctx.language })
      return { run: started.runId, issues: started.issues }
    }),
})
