import { z } from 'zod'
import { cacheDirectory, checkoutDirectory, dataDirectory } from './directories.ts'
import { readEnvironment } from './environment.ts'
import type { Variables } from './environment.ts'
import { absolutePath, databaseUrl, temporalAddress } from './fields.ts'

const schema = z.object({
  DATABASE_URL: databaseUrl.optional(),
  TEMPORAL_ADDRESS: temporalAddress.optional(),
  ECOKI_DATA: absolutePath.optional(),
  ECOKI_CACHE: absolutePath.optional(),
  ECOKI_URL: z.url({ protocol: /^https?$/, error: 'must look like https://host:port' }).optional(),
  ECOKI_TOKEN: z.string().min(1).optional(),
  ECOKI_PROJECT: z.uuid({ error: 'must be the id of a project' }).optional(),
})

/** Where a command looks for the product it speaks to. */
export interface CliConfig {
  checkout: string
  dataDir: string
  cacheDir: string
  databaseUrl?: string
  temporalAddress?: string
  /** Another gateway than that of this checkout, and what to show it. */
  url?: string
  token?: string
  /** Id of the project that commands are about. */
  project?: string
}

/** Reads the environment of a command; throws `EnvironmentError` with everything that is wrong. */
export function readCliConfig(variables: Variables = process.env): CliConfig {
  const parsed = readEnvironment(schema, variables)
  return {
    checkout: checkoutDirectory,
    dataDir: dataDirectory(variables),
    cacheDir: cacheDirectory(variables),
    databaseUrl: parsed.DATABASE_URL,
    temporalAddress: parsed.TEMPORAL_ADDRESS,
    url: parsed.ECOKI_URL,
    token: parsed.ECOKI_TOKEN,
    project: parsed.ECOKI_PROJECT,
  }
}
