/** What people know about the columns of a file and the file does not say. */
import { z } from 'zod'
import { columnKinds, columnSchema, columnStamps, columnTypes, tableTimeSchema } from '#pipeline/ports.ts'
import { statedAvailability, statedQuantity, statedUnit } from './stated.ts'

export const columnRuleSchema = z.strictObject({
  /** Name in the file. */
  source: z.string().min(1).max(200),
  name: z.string().min(1).max(200).optional(),
  drop: z.boolean().optional(),
  type: z.enum(columnTypes).optional(),
  unit: statedUnit.optional(),
  quantity: statedQuantity.optional(),
  kind: z.enum(columnKinds).optional(),
  stamp: z.enum(columnStamps).optional(),
  nullable: z.boolean().optional(),
  /** µs from the stamp until the value is known; null: known in advance. */
  availabilityUs: statedAvailability.optional(),
})
export type ColumnRule = z.infer<typeof columnRuleSchema>

/** What inspect() found in a file, under the names in the file. Units are checked like those that people state. */
export const foundTableShape = {
  columns: z
    .array(columnSchema.extend({ unit: statedUnit.optional(), quantity: statedQuantity.optional() }))
    .max(20_000),
  time: tableTimeSchema.optional(),
}
