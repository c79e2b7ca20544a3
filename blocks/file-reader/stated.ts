/** What people state of a column by hand, checked where they write it. */
import { z } from 'zod'
import { isQuantity, nearQuantity } from '#pipeline/quantity-names.ts'
import { unitFromText } from '#pipeline/unit-names.ts'
import { isUnit } from '#pipeline/units.ts'

const longestUs = 1_000_000_000_000_000

export const statedUnit = z
  .string()
  .max(80)
  .refine(isUnit, { error: ({ input }) => unitProblem(String(input)) })

export const statedQuantity = z
  .string()
  .max(80)
  .refine(isQuantity, { error: ({ input }) => quantityProblem(String(input)) })

/** µs from the stamp until the value is known; null: known in advance. */
export const statedAvailability = z.number().int().min(-longestUs).max(longestUs).nullable()

function unitProblem(text: string): string {
  const meant = unitFromText(text)
  if (!meant) return 'no UCUM code'
  const quantity = meant.quantity === undefined ? '' : ` of quantity '${meant.quantity}'`
  return `no UCUM code; '${meant.unit}'${quantity} is meant?`
}

function quantityProblem(text: string): string {
  const near = nearQuantity(text)
  return near === undefined ? 'unknown quantity' : `unknown quantity; '${near}' is meant?`
}
