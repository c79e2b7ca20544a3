/** A file in the store: named by its content, never by a path of a user. */
import { z } from 'zod'

export const fileRefSchema = z.strictObject({
  /** SHA-256 of the bytes, hex. */
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  bytes: z.number().int().nonnegative(),
  /** Base name for people and for downloads. */
  name: z.string().min(1).max(255),
  /** Media type. */
  mime: z.string().max(100),
})
export type FileRef = z.infer<typeof fileRefSchema>

/** In a document a file is a path relative to the document; starting a run pins it to a FileRef. */
export const fileConfigSchema = z.union([z.string().min(1).max(4_096), fileRefSchema])

export function isFileRef(value: unknown): value is FileRef {
  return fileRefSchema.safeParse(value).success
}
