/** User mistakes are values: everything validate() can say, as data. Texts are beside the codes in issue-texts.ts. */
import { z } from 'zod'

export const severities = ['error', 'warning'] as const

export const issueSchema = z.strictObject({
  /** Stable kebab-case code; every code has German and English texts and a row in the docs. */
  code: z.string(),
  severity: z.enum(severities),
  node: z.string().optional(),
  port: z.string().optional(),
  /** Dotted path of a config field or of a document field. */
  field: z.string().optional(),
  /** Values the texts interpolate. */
  params: z.record(z.string(), z.unknown()),
  message: z.string(),
  remedy: z.string(),
  /** Reason with which the document accepted this warning. */
  accepted: z.string().optional(),
})
export type Issue = z.infer<typeof issueSchema>

/** What a block's outputs() or an assignability check reports; validate() adds node and texts. */
export interface Finding {
  code: string
  severity?: 'error' | 'warning'
  port?: string
  field?: string
  params?: Record<string, unknown>
}
