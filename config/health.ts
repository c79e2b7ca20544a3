import { z } from 'zod'
import { readEnvironment } from './environment.ts'
import type { Variables } from './environment.ts'
import { databaseUrl, port } from './fields.ts'

const schema = z.object({ DATABASE_URL: databaseUrl.optional(), ECOKI_PORT: port.optional() })

/** What a health check in a container looks at. */
export function readHealthConfig(variables: Variables = process.env): {
  databaseUrl?: string
  port?: number
} {
  const parsed = readEnvironment(schema, variables)
  return { databaseUrl: parsed.DATABASE_URL, port: parsed.ECOKI_PORT }
}
