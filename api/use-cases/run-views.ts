/** What a run looks like from outside: the schemas that its procedures answer with. Texts are in the caller's language. */
import { z } from 'zod'
import { describeFailure } from '#pipeline/failure-texts.ts'
import type { Failure } from '#pipeline/failure-texts.ts'
import { issueSchema } from '#pipeline/issue.ts'
import type { Issue } from '#pipeline/issue.ts'
import type { Language } from '#pipeline/render-text.ts'
import { portSchemaSchema } from '#pipeline/ports.ts'
import { attemptTransitions, runStatuses, stepTransitions } from '#pipeline/run-words.ts'
import type { AttemptStatus, StepStatus } from '#pipeline/run-words.ts'
import type { RunView } from './get-run.ts'

const stepStatuses = Object.keys(stepTransitions) as StepStatus[]
const attemptStatuses = Object.keys(attemptTransitions) as AttemptStatus[]
const time = z.string()
const params = z.record(z.string(), z.unknown())
const count = z.int().nullable()
const durationMs = z.number().nullable()

/** Why something failed, in words. */
export const failureSchema = z.strictObject({
  code: z.string(),
  params,
  text: z.string(),
  remedy: z.string(),
})
export type FailureView = z.infer<typeof failureSchema>

export function viewFailure(error: Failure | null, language: Language): FailureView | null {
  return error && { code: error.code, params: error.params, ...describeFailure(error, language) }
}

/** Only a part of the document was run: up to a node, or that node with what came before taken from an earlier run. */
export const partSchema = z.strictObject({ kind: z.enum(['until', 'only']), node: z.string() })
export type RunPart = z.infer<typeof partSchema>

const starter = z.strictObject({ kind: z.enum(['person', 'token', 'system', 'anonymous']), name: z.string() })

export const runSummarySchema = z.strictObject({
  run: z.uuid(),
  pipeline: z.strictObject({
    id: z.string(),
    name: z.string(),
    /** Of the saved version that was run; null: a document that is none. */
    revision: z.int().nullable(),
  }),
  status: z.enum(runStatuses),
  /** A run that has not begun, or goes on no more: what it waits for. */
  waitsFor: z.enum(['engine', 'worker']).nullable(),
  isCancelWanted: z.boolean(),
  /** Null: before this was kept. */
  startedBy: starter.nullable(),
  createdAt: time,
  startedAt: time.nullable(),
  finishedAt: time.nullable(),
  /** From its creation to its end. */
  durationMs,
  /** Of all steps together. */
  rows: z.number(),
  steps: z.strictObject({ total: z.int(), settled: z.int() }),
  /** The step that failed first, with the first line of its error. */
  failed: z
    .strictObject({ node: z.string(), block: z.string(), code: z.string(), text: z.string() })
    .nullable(),
  parentRun: z.uuid().nullable(),
  part: partSchema.nullable(),
})
export type RunSummary = z.infer<typeof runSummarySchema>

export const runDetailSchema = runSummarySchema.extend({
  planHash: z.string(),
  /** SHA-256 of the document that was given; null: before this was kept. */
  documentHash: z.string().nullable(),
  parameters: params,
  fresh: z.boolean(),
  seed: z.number(),
  /** What was warned of when it started. */
  issues: z.array(issueSchema),
  error: failureSchema.nullable(),
  /** The run on Temporal's own pages, where those are shown. */
  temporalUrl: z.string().nullable(),
})
export type RunDetail = z.infer<typeof runDetailSchema>

export const stepSchema = z.strictObject({
  node: z.string(),
  /** block@version */
  block: z.string(),
  status: z.enum(stepStatuses),
  attempts: z.int(),
  /** Of all tables that came out; null: none did. */
  rows: z.number().nullable(),
  /** Of each table that came out, by port. */
  portRows: z.record(z.string(), z.number()),
  bytes: z.number().nullable(),
  startedAt: time.nullable(),
  finishedAt: time.nullable(),
  durationMs,
  reusedFrom: z.uuid().nullable(),
  error: failureSchema.nullable(),
  progress: z.strictObject({ done: z.number(), total: z.number().optional() }).nullable(),
})
export type StepView = z.infer<typeof stepSchema>

export const logSchema = z.strictObject({
  /** Ids rise with time; ask for those after the last one seen. */
  id: z.string(),
  node: z.string().nullable(),
  attempt: count,
  at: time,
  level: z.enum(['info', 'warning']),
  code: z.string(),
  text: z.string(),
})
export type LogView = z.infer<typeof logSchema>

/** By node and port; the data behind a hash are read by `datasets`. */
export const outputsSchema = z.record(
  z.string(),
  z.record(
    z.string(),
    z.union([
      z.strictObject({ value: z.unknown() }),
      z.strictObject({
        hash: z.string(),
        schema: portSchemaSchema,
        rows: z.number().nullable(),
        bytes: z.number(),
      }),
    ]),
  ),
)

/** As it was stored: not taken apart, so that equal results stay equal texts. */
function asStored<T>(schema: z.ZodType) {
  const described = z.toJSONSchema(schema, { io: 'output' })
  return z
    .custom<T>((value) => typeof value === 'object' && value !== null)
    .meta({ override: ({ jsonSchema }: { jsonSchema: object }) => void Object.assign(jsonSchema, described) })
}

/** A run as a whole, as programs keep it. */
export const resultSchema = z.strictObject({
  run: z.uuid(),
  status: z.enum(runStatuses),
  pipeline: z.strictObject({ id: z.string(), name: z.string() }),
  planHash: z.string(),
  durationMs,
  createdAt: time,
  parentRun: z.uuid().nullable(),
  steps: z.array(
    stepSchema
      .omit({ portRows: true, bytes: true, startedAt: true, finishedAt: true })
      .extend({ reused: z.boolean() }),
  ),
  outputs: asStored<RunView['outputs']>(outputsSchema),
  issues: asStored<Issue[]>(z.array(issueSchema)),
  logs: z.array(
    z.strictObject({
      node: z.string(),
      level: z.enum(['info', 'warning']),
      code: z.string(),
      params,
      text: z.string(),
    }),
  ),
})
export type RunResult = z.infer<typeof resultSchema>

export const attemptSchema = z.strictObject({
  node: z.string(),
  number: z.int(),
  status: z.enum(attemptStatuses),
  machine: z.string(),
  startedAt: time,
  finishedAt: time.nullable(),
  durationMs,
  error: failureSchema.nullable(),
  logs: z.array(logSchema),
})
export type AttemptView = z.infer<typeof attemptSchema>
