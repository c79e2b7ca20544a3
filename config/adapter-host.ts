import { z } from 'zod'
import { readEnvironment } from './environment.ts'
import type { Variables } from './environment.ts'
import { absolutePath, databaseUrl, port } from './fields.ts'

const list = z
  .string()
  .optional()
  .transform((text) => (text ?? '').split(',').flatMap((part) => part.trim() || []))

/** Fewer days would bring late samples into the archive again and again. */
const leastHotDays = 14

const hotDays = z
  .string()
  .default('auto')
  .refine(
    (text) => text === 'auto' || text === 'off' || (/^\d{1,5}$/.test(text) && Number(text) >= leastHotDays),
    `must be auto, off or a whole number of days, at least ${leastHotDays}`,
  )
  .transform((text) => (text === 'auto' || text === 'off' ? text : Number(text)))

const schema = z.object({
  DATABASE_URL: databaseUrl,
  ECOKI_DATA: absolutePath,
  ECOKI_HOST: z.string().default('127.0.0.1'),
  ECOKI_PORT: port,
  ECOKI_ADAPTERS: list,
  ECOKI_PLANT_ALLOW: list,
  ECOKI_PLANT_REFUSE: list,
  ECOKI_OWN_PORTS: list,
  ECOKI_SPOOL_MB: z.coerce
    .number({ error: 'must be a number of megabytes' })
    .int()
    .min(16)
    .max(10_000_000)
    .default(4_096),
  ECOKI_HOT_DAYS: hotDays,
})

/** What the adapter host needs to know. */
export interface AdapterHostConfig {
  databaseUrl: string
  dataDir: string
  /** Where the gateway asks it. */
  host: string
  port: number
  /** Folders or packages with adapters from elsewhere. */
  adapters: string[]
  /** Networks (CIDR) and names that connections may reach, or not, beside the usual ones. */
  addresses: { allow: string[]; refuse: string[]; ownPorts: number[] }
  /** How much the spool may hold while the historian is away. */
  spoolMb: number
  /** How long samples stay in the database before they go to the archive. */
  hotDays: number | 'auto' | 'off'
  /** Holds what the gateway shows to be let in. */
  tokenFile: string
}

/** Reads the adapter host's environment; throws `EnvironmentError` with everything that is wrong. */
export function readAdapterHostConfig(variables: Variables = process.env): AdapterHostConfig {
  const parsed = readEnvironment(schema, variables)
  return {
    databaseUrl: parsed.DATABASE_URL,
    dataDir: parsed.ECOKI_DATA,
    host: parsed.ECOKI_HOST,
    port: parsed.ECOKI_PORT,
    adapters: parsed.ECOKI_ADAPTERS,
    addresses: {
      allow: parsed.ECOKI_PLANT_ALLOW,
      refuse: parsed.ECOKI_PLANT_REFUSE,
      ownPorts: parsed.ECOKI_OWN_PORTS.map(Number),
    },
    spoolMb: parsed.ECOKI_SPOOL_MB,
    hotDays: parsed.ECOKI_HOT_DAYS,
    tokenFile: adapterHostTokenFile(parsed.ECOKI_DATA),
  }
}

/** Made at the first start by whoever of host and gateway comes first. */
export function adapterHostTokenFile(dataDir: string): string {
  return `${dataDir}/adapter-host-token`
}
