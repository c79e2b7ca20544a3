/** Two runs beside each other, and what is different since the last one that went well. */
import { z } from 'zod'
import type { StoredValue } from '#datasets/store.ts'
import { documentOf } from '#datasets/topology/topology.ts'
import { diffDocuments, diffValues, documentDiffSchema, fieldChangeSchema } from '#pipeline/document-diff.ts'
import type { Language } from '#pipeline/render-text.ts'
import type { App } from '../app.ts'
import { runSummarySchema, stepSchema } from './run-views.ts'
import type { StepView } from './run-views.ts'
import { readOutputs, runDocument, viewRun, viewSteps } from './view-run.ts'

const stepFacts = stepSchema.pick({ status: true, rows: true, durationMs: true, attempts: true })

export const comparisonSchema = z.strictObject({
  before: runSummarySchema,
  after: runSummarySchema,
  parameters: z.array(fieldChangeSchema),
  /** Seed, and whether everything was computed anew. */
  settings: z.array(fieldChangeSchema),
  document: documentDiffSchema,
  metrics: z.array(
    z.strictObject({
      node: z.string(),
      port: z.string(),
      name: z.string(),
      before: z.number().nullable(),
      after: z.number().nullable(),
    }),
  ),
  /** In the order of the later run's plan, then what only the earlier one has. */
  steps: z.array(
    z.strictObject({
      node: z.string(),
      before: stepFacts.nullable(),
      after: stepFacts.nullable(),
      /** Both have results, and they are the same to the last bit, or not. */
      sameOutputs: z.boolean().nullable(),
    }),
  ),
})
export type Comparison = z.infer<typeof comparisonSchema>

/** Throws DomainError 'run-unknown'. */
export async function compareRuns(
  app: App,
  [before, after]: [string, string],
  language: Language,
): Promise<Comparison> {
  const [old, now] = await Promise.all([readSide(app, before, language), readSide(app, after, language)])
  const settings = ({ seed, fresh }: Side['run']) => ({ seed, fresh })
  return {
    before: runSummarySchema.strip().parse(old.run),
    after: runSummarySchema.strip().parse(now.run),
    parameters: diffValues(old.run.parameters, now.run.parameters),
    settings: diffValues(settings(old.run), settings(now.run)),
    document: diffDocuments(old.document, now.document),
    metrics: pairMetrics(old.outputs, now.outputs),
    steps: pairSteps(old, now),
  }
}

export const sinceGoodSchema = z.strictObject({
  /** Null: no earlier run of this pipeline went well. */
  lastGood: z.uuid().nullable(),
  comparison: comparisonSchema.nullable(),
})
export type SinceGood = z.infer<typeof sinceGoodSchema>

/** From the last run of the same pipeline that ended well before this one began. Throws DomainError 'run-unknown'. */
export async function changesSinceGood(app: App, runId: string, language: Language): Promise<SinceGood> {
  const { pipeline } = await viewRun(app, runId, language)
  const { rows } = await app.pool.query<{ id: string }>(
    `select good.id from run r join run good on good.project_id = r.project_id and good.pipeline_id = $2
     where r.id = $1 and good.status = 'done' and (good.created_at, good.id) < (r.created_at, r.id)
     order by good.created_at desc, good.id desc limit 1`,
    [runId, pipeline.id],
  )
  const lastGood = rows[0]?.id ?? null
  return {
    lastGood,
    comparison: lastGood === null ? null : await compareRuns(app, [lastGood, runId], language),
  }
}

type Outputs = Map<string, Record<string, StoredValue>>
type Side = Awaited<ReturnType<typeof readSide>>

async function readSide(app: App, runId: string, language: Language) {
  const [run, steps, document] = await Promise.all([
    viewRun(app, runId, language),
    viewSteps(app, runId, language),
    runDocument(app, runId),
  ])
  return {
    run,
    steps,
    document: documentOf(document, { run: runId }),
    outputs: await readOutputs(app, runId),
  }
}

function pairSteps(old: Side, now: Side): Comparison['steps'] {
  const before = new Map(old.steps.map((step) => [step.node, step]))
  const after = new Map(now.steps.map((step) => [step.node, step]))
  return [...new Set([...after.keys(), ...before.keys()])].map((node) => ({
    node,
    before: factsOf(before.get(node)),
    after: factsOf(after.get(node)),
    sameOutputs: isSame(old.outputs.get(node), now.outputs.get(node)),
  }))
}

function factsOf(step: StepView | undefined) {
  return step ? stepFacts.strip().parse(step) : null
}

function isSame(
  before: Record<string, StoredValue> | undefined,
  after: Record<string, StoredValue> | undefined,
): boolean | null {
  if (!before || !after) return null
  const hashes = (outputs: Record<string, StoredValue>) =>
    Object.entries(outputs).map(([port, { hash }]) => [port, hash])
  return diffValues(Object.fromEntries(hashes(before)), Object.fromEntries(hashes(after))).length === 0
}

function pairMetrics(old: Outputs, now: Outputs): Comparison['metrics'] {
  const [before, after] = [numbersOf(old), numbersOf(now)]
  return [...new Set([...after.keys(), ...before.keys()])].map((key) => {
    const { node, port, name } = (after.get(key) ?? before.get(key))!
    return { node, port, name, before: before.get(key)?.value ?? null, after: after.get(key)?.value ?? null }
  })
}

interface Metric {
  node: string
  port: string
  name: string
  value: number | null
}

/** All numbers that came out as metrics or single values. */
function numbersOf(outputs: Outputs): Map<string, Metric> {
  const found = new Map<string, Metric>()
  for (const [node, ports] of outputs) {
    for (const [port, { type, value }] of Object.entries(ports)) {
      if (type !== 'metrics' && type !== 'scalar') continue
      const members = typeof value === 'object' && value !== null ? Object.entries(value) : [['', value]]
      for (const [name, item] of members as [string, unknown][])
        if (typeof item === 'number' || item === null)
          found.set(JSON.stringify([node, port, name]), { node, port, name, value: item })
    }
  }
  return found
}
