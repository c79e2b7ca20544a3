import { isAbsolute } from 'node:path'
import { z } from 'zod'

/** A PostgreSQL connection address: `postgres://user:password@host:port/database`. */
export const databaseUrl = z
  .string({ error: 'is needed: postgres://user:password@host:port/database' })
  .refine(isPostgresUrl, 'must look like postgres://user:password@host:port/database')

/** The address of a Temporal server: `host:port`. */
export const temporalAddress = z
  .string({ error: 'is needed: host:port' })
  .regex(/^(\[[0-9a-fA-F:]+\]|[^:\s/]+):\d{1,5}$/, 'must look like host:port')

/** A folder given by its absolute path. */
export const absolutePath = z
  .string({ error: 'is needed: an absolute path' })
  .refine(isAbsolute, 'must be an absolute path')

/** A switch: 1, true, 0 or false. */
export const flag = z
  .enum(['1', 'true', '0', 'false'], { error: 'must be 1 or 0' })
  .transform((value) => value === '1' || value === 'true')

function isPostgresUrl(value: string): boolean {
  const url = URL.parse(value)
  return (url?.protocol === 'postgres:' || url?.protocol === 'postgresql:') && url.pathname.length > 1
}

/** A TCP port. */
export const port = z.coerce.number({ error: 'is needed: a port' }).int().min(1).max(65_535)
