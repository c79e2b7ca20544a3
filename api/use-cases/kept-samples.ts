/** How many samples of machines are kept where, and what they take. */
import type pg from 'pg'
import { z } from 'zod'

const placeSchema = z.strictObject({ samples: z.number().nonnegative(), bytes: z.number().nonnegative() })
export const keptSamplesSchema = z.strictObject({
  /** Their number as the database estimates it; with their index. */
  inDatabase: placeSchema,
  archived: placeSchema,
})
export type KeptSamples = z.infer<typeof keptSamplesSchema>

/** Of all projects. */
export async function countKeptSamples(pool: pg.Pool): Promise<KeptSamples> {
  const { rows } = await pool.query<Record<'samples' | 'bytes' | 'archived' | 'archivedBytes', number>>(
    `select greatest(approximate_row_count('sample'), 0)::double precision as samples,
       hypertable_size('sample')::double precision as bytes,
       coalesce(sum(samples), 0)::double precision as archived,
       coalesce(sum(bytes), 0)::double precision as "archivedBytes" from archive_file`,
  )
  const [{ samples, bytes, archived, archivedBytes }] = rows
  return { inDatabase: { samples, bytes }, archived: { samples: archived, bytes: archivedBytes } }
}
