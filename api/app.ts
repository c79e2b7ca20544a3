/** What use-cases work with: the ledger, the store, the blocks' specs and, when reached, the engine. */
import { Client, Connection } from '@temporalio/client'
import type pg from 'pg'
import { catalog } from '#blocks/specs.ts'
import { FolderStore } from '#datasets/folder-store.ts'
import { openPool } from '#datasets/pool.ts'
import type { Store } from '#datasets/store.ts'
import type { Catalog } from '#pipeline/block-spec.ts'
import { DomainError } from '#pipeline/domain-error.ts'

/** Where everything belongs until people make their own projects. */
export const defaultProjectId = '00000000-0000-7000-8000-000000000001'

export interface App {
  pool: pg.Pool
  store: Store
  catalog: Catalog
  projectId: string
  /** Throws DomainError 'engine-away' when Temporal does not answer. */
  engine(): Promise<Client>
  close(): Promise<void>
}

export interface AppPlaces {
  databaseUrl: string
  temporalAddress: string
  storeDir: string
}

const connectTimeoutMs = 3_000

export function openApp(places: AppPlaces): App {
  const pool = openPool({ connectionString: places.databaseUrl, max: 10 })
  let connection: Promise<Connection> | undefined
  const connect = async () => {
    try {
      return await (connection ??= Connection.connect({
        address: places.temporalAddress,
        connectTimeout: connectTimeoutMs,
      }))
    } catch (cause) {
      connection = undefined
      throw new DomainError('engine-away', { address: places.temporalAddress }, String(cause))
    }
  }
  return {
    pool,
    store: new FolderStore(places.storeDir),
    catalog,
    projectId: defaultProjectId,
    engine: async () => new Client({ connection: await connect() }),
    async close() {
      await connection?.then((open) => open.close()).catch(() => undefined)
      await pool.end()
    },
  }
}
