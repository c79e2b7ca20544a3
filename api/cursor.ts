/** Places in long lists: clients get them as text and hand them back unread. */
import { z } from 'zod'
import { DomainError } from '#pipeline/domain-error.ts'

/** Opaque to clients; a list says with each page where the next one begins. */
export const cursorSchema = z
  .string()
  .max(1_000)
  .regex(/^[\w-]+$/)

export const pageInput = { cursor: cursorSchema.optional(), limit: z.int().min(1).max(200).default(50) }

export function writeCursor(place: readonly string[]): string {
  return Buffer.from(JSON.stringify(place)).toString('base64url')
}

const placeSchema = z.tuple([z.iso.datetime({ offset: true }), z.string().max(200)])

/** Time and id of the last item that was shown. Throws DomainError 'cursor-invalid'. */
export function readCursor(cursor: string | undefined): [string, string] | undefined {
  if (cursor === undefined) return undefined
  try {
    return placeSchema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()))
  } catch {
    throw new DomainError('cursor-invalid')
  }
}

/** The first `limit` of `limit + 1` rows, and where the next page begins if there is one. */
export function cutPage<T>(
  rows: T[],
  limit: number,
  placeOf: (row: T) => [string, string],
): { items: T[]; nextCursor: string | null } {
  const items = rows.slice(0, limit)
  const isMore = rows.length > limit
  return { items, nextCursor: isMore ? writeCursor(placeOf(items[items.length - 1])) : null }
}
