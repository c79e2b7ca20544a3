/** Pipeline documents in inputs and outputs, where a name such as __proto__ is a name: zod's records would lose it. */
import { z } from 'zod'
import type { documentSchema, PipelineDocument } from '#pipeline/document.ts'
import { parseDocument } from '#pipeline/parse-document.ts'

/** With what is left to its defaults. */
type Written = z.input<typeof documentSchema>

/** Refuses what is no document, field by field. */
export const documentInput = z.custom<Written>().transform((raw, context): PipelineDocument => {
  const parsed = parseDocument(raw)
  if ('document' in parsed) return parsed.document
  for (const { field, message } of parsed.issues)
    context.addIssue({ code: 'custom', path: field?.split('.') ?? [], message })
  return z.NEVER
})

/** What was parsed before it was stored. */
export const documentOutput = z.custom<PipelineDocument>(
  (value) => typeof value === 'object' && value !== null,
)
