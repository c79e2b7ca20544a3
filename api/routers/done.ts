/** The answer of procedures that have nothing to say. */
import { z } from 'zod'

export const doneSchema = z.strictObject({ ok: z.literal(true) })
export const done = { ok: true as const }
