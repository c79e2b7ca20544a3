/** What is done to the samples of a tag before they are kept. */
import { z } from 'zod'

const finite = z.number()
const positive = z.number().positive()

export const tagSetup = z.strictObject({
  /** value * scale + offset, first of all. */
  scale: finite.optional(),
  offset: finite.optional(),
  /** UCUM code of what the machine says; values are turned into the tag's unit. */
  fromUnit: z.string().max(80).optional(),
  /** A number is kept once it has moved this far from the one that was kept last. */
  deadband: z
    .strictObject({
      kind: z.enum(['absolute', 'percent']),
      value: positive,
      /** After this time without one a sample is kept in any case. */
      maxIntervalMs: z.int().min(100).max(86_400_000).default(60_000),
    })
    .optional(),
  /** Samples of one tag are at least this far apart. */
  minIntervalMs: z.int().min(1).max(86_400_000).optional(),
  range: z
    .strictObject({
      min: finite.optional(),
      max: finite.optional(),
      /** Keep the bound, or the value marked as uncertain. */
      outside: z.enum(['clamp', 'mark']).default('mark'),
    })
    .optional(),
  /** The machine's clock shows the time of this zone without saying so. */
  zone: z
    .string()
    .max(80)
    .refine((name) => isZone(name), { error: 'not a time zone' })
    .optional(),
})
export type TagSetup = z.infer<typeof tagSetup>

function isZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false // Intl says so by throwing
  }
}
