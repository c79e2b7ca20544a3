/** Pipeline documents in inputs and outputs, where a name such as __proto__ is a name: zod's records would lose it. */
import { z } from 'zod'
import { documentSchema } from '#pipeline/document.ts'
import type { PipelineDocument } from '#pipeline/document.ts'
import { parseDocument } from '#pipeline/parse-document.ts'

/** With what is left to its defaults. */
type Written = z.input<typeof documentSchema>

/** For the description of the API: what a document looks like. */
function describedAs(id: string, io: 'input' | 'output') {
  const described = z.toJSONSchema(documentSchema, { io })
  return {
    id,
    override: ({ jsonSchema }: { jsonSchema: object }) => void Object.assign(jsonSchema, described),
  }
}

/** Refuses what is no document, field by field. */
export const documentInput = z
  .custom<Written>()
  .meta(describedAs('PipelineDocument', 'input'))
  .transform((raw, context): PipelineDocument => {
    const parsed = parseDocument(raw)
    if ('document' in parsed) return parsed.document
    for (const { field, message } of parsed.issues)
      context.addIssue({ code: 'custom', path: field?.split('.') ?? [], message })
    return z.NEVER
  })

/** What was parsed before it was stored. */
export const documentOutput = z
  .custom<PipelineDocument>((value) => typeof value === 'object' && value !== null)
  .meta(describedAs('StoredPipelineDocument', 'output'))
