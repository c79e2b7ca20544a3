import { z } from 'zod'
import { readEnvironment } from './environment.ts'
import type { Variables } from './environment.ts'
import { absolutePath, databaseUrl, temporalAddress } from './fields.ts'

const schema = z.object({
  DATABASE_URL: databaseUrl,
  TEMPORAL_ADDRESS: temporalAddress,
  ECOKI_DATA: absolutePath,
  ECOKI_CACHE: absolutePath,
})

/** What a worker process needs to know; `storeDir` holds datasets. */
export interface WorkerConfig {
  databaseUrl: string
  temporalAddress: string
  dataDir: string
  cacheDir: string
  storeDir: string
}

/** Reads the worker's environment; throws `EnvironmentError` with everything that is wrong. */
export function readWorkerConfig(variables: Variables = process.env): WorkerConfig {
  const parsed = readEnvironment(schema, variables)
  return {
    databaseUrl: parsed.DATABASE_URL,
    temporalAddress: parsed.TEMPORAL_ADDRESS,
    dataDir: parsed.ECOKI_DATA,
    cacheDir: parsed.ECOKI_CACHE,
    storeDir: `${parsed.ECOKI_DATA}/store`,
  }
}
