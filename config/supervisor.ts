import { z } from 'zod'
import { cacheDirectory, checkoutDirectory, dataDirectory } from './directories.ts'
import { readEnvironment } from './environment.ts'
import type { Variables } from './environment.ts'
import { absolutePath, databaseUrl, flag, temporalAddress } from './fields.ts'
import type { ListenWish } from './listen.ts'

const schema = z.object({
  DATABASE_URL: databaseUrl.optional(),
  ECOKI_API_DATABASE_URL: databaseUrl.optional(),
  TEMPORAL_ADDRESS: temporalAddress.optional(),
  ECOKI_DATA: absolutePath.optional(),
  ECOKI_CACHE: absolutePath.optional(),
  ECOKI_PLANT: flag.optional(),
  ECOKI_TEMPORAL_UI: flag.optional(),
  ECOKI_LISTEN: z.string().optional(),
  ECOKI_TLS_CERT: z.string().optional(),
  ECOKI_TLS_KEY: z.string().optional(),
})

/** What the supervisor is told: `databaseUrl` and `temporalAddress` replace the embedded servers. */
export interface SupervisorConfig {
  checkout: string
  cacheDir: string
  dataDir: string
  databaseUrl?: string
  /** The same database for the gateway, as a role that owns no tables. */
  apiDatabaseUrl?: string
  temporalAddress?: string
  /** Whether the simulated plant runs beside the product. */
  plant: boolean
  temporalUi: boolean
  /** Where others than this machine come in, if they may. */
  listen: ListenWish
}

/** Reads the supervisor's environment; throws `EnvironmentError` with everything that is wrong. */
export function readSupervisorConfig(variables: Variables = process.env): SupervisorConfig {
  const parsed = readEnvironment(schema, variables)
  return {
    checkout: checkoutDirectory,
    cacheDir: cacheDirectory(variables),
    dataDir: dataDirectory(variables),
    databaseUrl: parsed.DATABASE_URL,
    apiDatabaseUrl: parsed.ECOKI_API_DATABASE_URL,
    temporalAddress: parsed.TEMPORAL_ADDRESS,
    plant: parsed.ECOKI_PLANT ?? false,
    temporalUi: parsed.ECOKI_TEMPORAL_UI ?? false,
    listen: {
      listen: parsed.ECOKI_LISTEN,
      tlsCert: parsed.ECOKI_TLS_CERT,
      tlsKey: parsed.ECOKI_TLS_KEY,
    },
  }
}
