/** What trends and dashboards consist of. A later shape gets the next version, and reads this one. */
import { z } from 'zod'

const tag = z.int().positive().max(2_147_483_647)
const title = z.string().max(200)
const number = z.number().optional()

export const rangeSchema = z.discriminatedUnion('kind', [
  /** Up to now, and going on. */
  z.strictObject({
    kind: z.literal('live'),
    ms: z
      .int()
      .min(1_000)
      .max(3_660 * 86_400_000),
  }),
  z.strictObject({
    kind: z.literal('fixed'),
    from: z.iso.datetime({ offset: true }),
    to: z.iso.datetime({ offset: true }),
  }),
])

export const trendContent = z.strictObject({
  version: z.literal(1),
  tags: z.array(tag).max(50),
  range: rangeSchema,
  /** Limits of the axis of a unit, where they do not follow the values. */
  axes: z.array(z.strictObject({ unit: z.string().max(80), min: number, max: number })).max(20),
})
export type TrendContent = z.infer<typeof trendContent>

/** Of a grid of twelve columns. */
const place = {
  id: z.string().min(1).max(50),
  x: z.int().min(0).max(11),
  y: z.int().min(0).max(500),
  w: z.int().min(1).max(12),
  h: z.int().min(1).max(50),
  title,
}

export const widgetSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('trend'), ...place, tags: z.array(tag).max(20), ms: z.int().min(1_000) }),
  z.strictObject({ kind: z.literal('value'), ...place, tag: tag.nullable() }),
  z.strictObject({
    kind: z.literal('gauge'),
    ...place,
    tag: tag.nullable(),
    min: z.number(),
    max: z.number(),
  }),
  z.strictObject({ kind: z.literal('state'), ...place, tag: tag.nullable() }),
  z.strictObject({ kind: z.literal('text'), ...place, text: z.string().max(5_000) }),
])
export type Widget = z.infer<typeof widgetSchema>

export const dashboardContent = z.strictObject({
  version: z.literal(1),
  widgets: z.array(widgetSchema).max(100),
})
