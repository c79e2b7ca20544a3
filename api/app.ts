/** What use-cases work with: the ledger, the store, the blocks' specs and, when reached, the engine. */
import { dirname } from 'node:path'
import { Client, Connection } from '@temporalio/client'
import type pg from 'pg'
import { catalog } from '#blocks/specs.ts'
import { openKeyRing } from '#config/key-ring.ts'
import type { KeyRing } from '#config/key-ring.ts'
import { archiveFolder } from '#datasets/archive/archive-folder.ts'
import { openArchive } from '#datasets/archive/archive-reader.ts'
import type { ArchiveReader } from '#datasets/archive/archive-reader.ts'
import { makePrisma } from '#datasets/database.ts'
import { FolderStore } from '#datasets/folder-store.ts'
import { temporaryIn } from '#datasets/object-files.ts'
import { openPool } from '#datasets/pool.ts'
import { makeDataConverter } from '#datasets/secrets/data-converter.ts'
import type { Store } from '#datasets/store.ts'
import type { Catalog } from '#pipeline/block-spec.ts'
import { DomainError } from '#pipeline/domain-error.ts'
import type { PrismaClient } from '#prisma/client/client.ts'
import type { HostClient } from '#adapters/host-client.ts'
import type { PoolClient } from '#resource-pool/client.ts'
import type { Actor } from './actor.ts'

/** Where everything belongs until people make their own projects. */
export const defaultProjectId = '00000000-0000-7000-8000-000000000001'

export interface App {
  pool: pg.Pool
  prisma: PrismaClient
  store: Store
  /** Samples that are no longer in the database. */
  archive: ArchiveReader
  /** Everything that is kept, the store among it. */
  dataDir: string
  /** For what is being received; what is left over there is removed after days. */
  scratchDir: string
  catalog: Catalog
  projectId: string
  /** For whom things are done; the audit names it. */
  actor: Actor
  requestId?: string
  /** Where Temporal's own pages are, if they are shown. */
  temporalUiUrl?: string
  /** What the resource pool has, or had when it last answered. Only the gateway asks it. */
  resources?: PoolClient
  /** Brings in what machines say. Only the gateway asks it; absent: there is none. */
  adapterHost?: HostClient
  /** Signs session cookies. Only the gateway has it; without it no cookie is valid. */
  sessionKey?: string
  /** Encrypts secrets, and what Temporal keeps. Throws `KeyRingError` where there is none. */
  keyRing(): KeyRing
  /** Throws DomainError 'engine-away' when Temporal does not answer. */
  engine(): Promise<Client>
  close(): Promise<void>
}

export interface AppPlaces {
  databaseUrl: string
  temporalAddress: string
  storeDir: string
  /** Where the store lies in, unless it is said. */
  dataDir?: string
  /** That of `dataDir` unless it is given. */
  keyRing?: KeyRing
}

const connectTimeoutMs = 3_000

/** The same connections, for another project. */
export function forProject(app: App, projectId: string): App {
  return { ...app, projectId }
}

/** Opens what use-cases need, for a process that acts by itself until it acts for a caller. */
export function openApp(places: AppPlaces, actor: Actor): App {
  const pool = openPool({ connectionString: places.databaseUrl, max: 10 })
  const prisma = makePrisma(places.databaseUrl)
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
  const dataDir = places.dataDir ?? dirname(places.storeDir)
  const archive = openArchive(archiveFolder(dataDir))
  let ring = places.keyRing
  const keyRing = () => (ring ??= openKeyRing(dataDir))
  return {
    pool,
    prisma,
    store: new FolderStore(places.storeDir),
    archive,
    dataDir,
    scratchDir: temporaryIn(places.storeDir),
    catalog,
    projectId: defaultProjectId,
    actor,
    keyRing,
    engine: async () =>
      new Client({ connection: await connect(), dataConverter: makeDataConverter(keyRing()) }),
    async close() {
      await connection?.then((open) => open.close()).catch(() => undefined)
      archive.close()
      await prisma.$disconnect()
      await pool.end()
    },
  }
}
