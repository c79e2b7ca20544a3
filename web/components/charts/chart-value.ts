/** The chart that a block drew, as it comes over the wire. */
import { z } from 'zod'

const axis = z.looseObject({
  label: z.string(),
  unit: z.string().optional(),
  quantity: z.string().optional(),
})

export const chartValueSchema = z.looseObject({
  ecokiChart: z.literal(1),
  kind: z.enum(['line', 'scatter']),
  title: z.string(),
  x: axis.extend({ zone: z.string().optional() }),
  y: z.array(axis).min(1),
  series: z.array(
    z.looseObject({
      name: z.string(),
      axis: z.union([z.literal(0), z.literal(1)]),
      x: z.array(z.number()),
      y: z.array(z.number().nullable()),
    }),
  ),
  rows: z.number(),
  reduced: z.boolean(),
  diagonal: z.boolean().optional(),
})

export type ChartValue = z.infer<typeof chartValueSchema>
