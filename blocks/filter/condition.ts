/** A condition as a setting. */
import { z } from 'zod'
import type { RowChoice } from '#pipeline/block-spec.ts'

const column = z.string().min(1).max(200)
const value = z.union([z.number(), z.string(), z.boolean()])

export const comparisons = ['=', '≠', '<', '≤', '>', '≥'] as const
export type Comparison = (typeof comparisons)[number]

export const conditionSchema = z.discriminatedUnion('operator', [
  z.strictObject({ column, operator: z.enum(comparisons), value }),
  z.strictObject({ column, operator: z.literal('between'), from: value, to: value }),
  z.strictObject({ column, operator: z.literal('one-of'), values: z.array(value).max(10_000) }),
  z.strictObject({ column, operator: z.enum(['contains', 'starts-with']), value: z.string() }),
  z.strictObject({ column, operator: z.enum(['is-missing', 'is-present', 'is-nan']) }),
  z.strictObject({
    column,
    operator: z.literal('quality-is'),
    values: z.array(z.enum(['good', 'uncertain', 'bad'])).min(1),
  }),
])
export type Condition = z.infer<typeof conditionSchema>
export type ConditionValue = z.infer<typeof value>

/** The values that have to fit the type of the column. */
export function typedValues(condition: Condition): ConditionValue[] {
  switch (condition.operator) {
    case 'between':
      return [condition.from, condition.to]
    case 'one-of':
      return condition.values
    case 'is-missing':
    case 'is-present':
    case 'is-nan':
    case 'quality-is':
      return []
    default:
      return [condition.value]
  }
}

/** What of the column a condition looks at. */
export function rowChoice({ column, operator }: Condition): RowChoice {
  const isPresence = ['is-missing', 'is-present', 'is-nan', 'quality-is'].includes(operator)
  return { column, by: isPresence ? 'presence' : 'value' }
}
