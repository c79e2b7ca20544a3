/** What the resource pool has: blocks for the palette, templates, articles. Answers say as of when. */
import { z } from 'zod'
import { DomainError } from '#pipeline/domain-error.ts'
import { columnSchema, tableTimeSchema } from '#pipeline/ports.ts'
import { templateSchema } from '#pipeline/template.ts'
import { blockDescriptionSchema } from '#pipeline/block-description.ts'
import { articleSchema } from '#resource-pool/contract.ts'
import type { PoolClient } from '#resource-pool/client.ts'
import { documentOutput } from '../document-input.ts'
import type { App } from '../app.ts'
import { projectInput, procedure, router } from '../trpc.ts'
import { instantiateTemplate, offerColumns } from '../use-cases/use-template.ts'

const id = z.string().min(1).max(100)
const fresh = { asOf: z.iso.datetime(), isStale: z.boolean() }
const reader = z.strictObject({
  block: id,
  version: z.int().min(1).max(1_000_000),
  config: z.record(z.string(), z.unknown()),
  port: id,
})
const problem = z.strictObject({
  code: z.string(),
  placeholder: z.string().optional(),
  params: z.record(z.string(), z.unknown()),
})
const columnName = z.string().min(1).max(200)
const templateInput = projectInput.extend({
  template: id,
  reader,
  /** Units of columns as people write them: kWh, barg, Nm³/h. */
  units: z.record(columnName, z.string().max(80)).default({}),
})
const offer = z.strictObject({
  column: z.string(),
  problem: problem.optional(),
  converts: z.boolean(),
  assumed: z.array(z.enum(['unit', 'quantity', 'kind'])),
})
const offers = z.strictObject({
  columns: z.array(columnSchema),
  time: tableTimeSchema.nullable(),
  problems: z.array(problem),
  placeholders: z.array(
    z.strictObject({ placeholder: z.string(), guess: z.string().optional(), columns: z.array(offer) }),
  ),
})

function poolOf({ resources }: App): PoolClient {
  if (!resources) throw new DomainError('pool-away')
  return resources
}

export const resourcesRouter = router({
  palette: procedure
    .input(z.strictObject({}))
    .output(z.strictObject({ ...fresh, blocks: z.array(blockDescriptionSchema) }))
    .query(async ({ ctx }) => {
      const { objects, asOf, isStale } = await poolOf(ctx.app).all('blocks')
      return { blocks: objects, asOf: asOf.toISOString(), isStale }
    }),

  templates: procedure
    .input(z.strictObject({}))
    .output(z.strictObject({ ...fresh, templates: z.array(templateSchema) }))
    .query(async ({ ctx }) => {
      const { objects, asOf, isStale } = await poolOf(ctx.app).all('templates')
      return { templates: objects, asOf: asOf.toISOString(), isStale }
    }),

  articles: procedure
    .input(z.strictObject({}))
    .output(z.strictObject({ ...fresh, articles: z.array(articleSchema) }))
    .query(async ({ ctx }) => {
      const { objects, asOf, isStale } = await poolOf(ctx.app).all('articles')
      return { articles: objects, asOf: asOf.toISOString(), isStale }
    }),

  /** The columns of one's own data beside what the template needs, with what fits, why not, and a guess. */
  offerColumns: procedure
    .input(templateInput)
    .output(offers)
    .query(async ({ ctx, input: { template, reader, units } }) => {
      const found = await poolOf(ctx.app).one('templates', template)
      return offerColumns(ctx.app, { template: found, reader, units })
    }),

  /** The template as a pipeline on one's own data; nothing is saved. */
  useTemplate: procedure
    .input(
      templateInput.extend({
        columns: z.record(z.string(), z.string().max(200)),
        id,
        name: z.string().min(1).max(200),
      }),
    )
    .output(z.strictObject({ document: documentOutput.nullable(), problems: z.array(problem) }))
    .query(async ({ ctx, input: { template, ...own } }) => {
      const found = await poolOf(ctx.app).one('templates', template)
      return instantiateTemplate(ctx.app, { ...own, template: found })
    }),
})
