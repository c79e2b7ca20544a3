/** Everything of a host, opened and closed as a whole. */
import type pg from 'pg'
import type { KeyRing } from '#config/key-ring.ts'
import type { Intake } from '#adapters/intake.ts'
import { AddressGuard } from './address-guard.ts'
import type { AddressRules } from './address-guard.ts'
import { Connections } from './connections.ts'
import { LiveValues } from './live-values.ts'
import type { HostParts } from './parts.ts'
import { openRegistry } from './registry.ts'
import { makeHostServer } from './server.ts'

export interface HostOptions {
  pool: pg.Pool
  databaseUrl: string
  ring: KeyRing
  intake: Intake
  /** Holds a folder for each connection. */
  folder: string
  /** Adapters from elsewhere. */
  adapters: string[]
  addresses: AddressRules
  token: string
  listen: { host: string; port: number }
  log: HostParts['log']
}

export interface RunningHost {
  url: string
  connections: Connections
  /** Ends all sessions, then the intake. */
  close(): Promise<void>
}

export async function openHost(options: HostOptions): Promise<RunningHost> {
  const { pool, databaseUrl, ring, intake, folder, token, log } = options
  const registry = await openRegistry(options.adapters)
  const guard = new AddressGuard(options.addresses)
  const findAdapter = (protocol: string) => registry.find(protocol)
  const parts = { pool, ring, intake, live: new LiveValues(), guard, findAdapter, folder, log }
  const connections = new Connections({ parts, databaseUrl })
  const server = makeHostServer({ parts, registry, connections, token })
  const url = await server.listen(options.listen)
  await connections.begin()
  return {
    ...{ url, connections },
    async close() {
      await server.close()
      await connections.close()
      guard.close()
      await intake.close()
    },
  }
}
