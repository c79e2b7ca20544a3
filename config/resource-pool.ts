import { z } from 'zod'
import { readEnvironment } from './environment.ts'
import type { Variables } from './environment.ts'
import { port } from './fields.ts'

const schema = z.object({ ECOKI_HOST: z.string().default('127.0.0.1'), ECOKI_PORT: port })

/** Where the resource pool listens. */
export interface ResourcePoolConfig {
  host: string
  port: number
}

/** Reads the resource pool's environment; throws `EnvironmentError` with everything that is wrong. */
export function readResourcePoolConfig(variables: Variables = process.env): ResourcePoolConfig {
  const parsed = readEnvironment(schema, variables)
  return { host: parsed.ECOKI_HOST, port: parsed.ECOKI_PORT }
}
