import { z } from 'zod'
import { adapterHostTokenFile } from './adapter-host.ts'
import { readEnvironment } from './environment.ts'
import type { Variables } from './environment.ts'
import { auditHeadsFile, tokenFile } from './instance.ts'
import { readDoor } from './listen.ts'
import type { PublicDoor } from './listen.ts'
import { absolutePath, databaseUrl, port, temporalAddress } from './fields.ts'

const schema = z.object({
  DATABASE_URL: databaseUrl,
  TEMPORAL_ADDRESS: temporalAddress,
  ECOKI_DATA: absolutePath,
  ECOKI_CACHE: absolutePath,
  ECOKI_HOST: z.string().default('127.0.0.1'),
  ECOKI_PORT: port,
  ECOKI_POOL_URL: z.url(),
  ECOKI_ADAPTER_HOST_URL: z.url().optional(),
  ECOKI_TEMPORAL_UI: z.url().optional(),
  ECOKI_SETUP_SECRET: z.string().min(32).optional(),
  ECOKI_LISTEN: z.string().optional(),
  ECOKI_TLS_CERT: absolutePath.optional(),
  ECOKI_TLS_KEY: absolutePath.optional(),
  ECOKI_WEB: absolutePath.optional(),
})

/** What the gateway process needs to know; `storeDir` holds datasets, `webDir` the built pages. */
export interface GatewayConfig {
  databaseUrl: string
  temporalAddress: string
  dataDir: string
  storeDir: string
  webDir: string
  host: string
  port: number
  /** Where others come in, if they may. */
  door?: PublicDoor
  /** Where the resource pool answers, and where the copy of what it has is kept. */
  resourcePool: { url: string; folder: string }
  /** Where the adapter host answers, and what it wants to be shown. */
  adapterHost?: { url: string; tokenFile: string }
  /** Where Temporal's own pages are, if they are shown. */
  temporalUiUrl?: string
  /** Keeps what the newest row of the audit was, outside of the database. */
  auditHeadsFile: string
  /** Signs session cookies; made at the first start. */
  sessionKeyFile: string
  /** What commands on this machine show; made at the first start. */
  localTokenFile: string
  /** Opens the page that makes the first account, as long as there is none. */
  setupSecret?: string
}

/** Reads the gateway's environment; throws `EnvironmentError` with everything that is wrong. */
export function readGatewayConfig(variables: Variables = process.env): GatewayConfig {
  const parsed = readEnvironment(schema, variables)
  return {
    databaseUrl: parsed.DATABASE_URL,
    temporalAddress: parsed.TEMPORAL_ADDRESS,
    dataDir: parsed.ECOKI_DATA,
    storeDir: `${parsed.ECOKI_DATA}/store`,
    webDir: parsed.ECOKI_WEB ?? `${parsed.ECOKI_DATA}/web`,
    host: parsed.ECOKI_HOST,
    port: parsed.ECOKI_PORT,
    door: readDoor({
      listen: parsed.ECOKI_LISTEN,
      tlsCert: parsed.ECOKI_TLS_CERT,
      tlsKey: parsed.ECOKI_TLS_KEY,
    }),
    resourcePool: { url: parsed.ECOKI_POOL_URL, folder: `${parsed.ECOKI_DATA}/resources` },
    adapterHost: parsed.ECOKI_ADAPTER_HOST_URL
      ? { url: parsed.ECOKI_ADAPTER_HOST_URL, tokenFile: adapterHostTokenFile(parsed.ECOKI_DATA) }
      : undefined,
    temporalUiUrl: parsed.ECOKI_TEMPORAL_UI,
    auditHeadsFile: auditHeadsFile(parsed.ECOKI_DATA),
    sessionKeyFile: `${parsed.ECOKI_DATA}/session-key`,
    localTokenFile: tokenFile(parsed.ECOKI_DATA),
    setupSecret: parsed.ECOKI_SETUP_SECRET,
  }
}
