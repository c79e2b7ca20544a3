/** The process that takes cold samples into the archive, once, for another; it ends with it. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type pg from 'pg'
import { withDuckDb } from '#blocks/duckdb/open.ts'
import { isBackupOver } from '../backup-lock.ts'
import { openPool } from '../pool.ts'
import { inTransaction } from '../transaction.ts'
import { archiveChunk } from './archive-chunk.ts'
import type { ArchivePlace } from './archive-chunk.ts'
import { prepareFolder, removeReplaced } from './archive-folder.ts'
import { coldChunks, listChunks } from './cold-chunks.ts'
import type { Chunk, HotRule } from './cold-chunks.ts'

export interface RoundOrder {
  databaseUrl: string
  folder: string
  rule: HotRule
  nowUs: number
  /** The most samples of a file. */
  maxSamples: number
}

export interface RoundResult {
  /** How many parts of the table went to the archive, and how many could not yet. */
  archived: number
  left: number
  samples: number
  bytes: number
  /** Of parts that stay as they were. */
  failures: string[]
}

/** Another process at work is not waited for. */
async function round(order: RoundOrder): Promise<RoundResult> {
  const total: RoundResult = { archived: 0, left: 0, samples: 0, bytes: 0, failures: [] }
  const pool = openPool({ connectionString: order.databaseUrl, max: 3 })
  const guard = await pool.connect()
  try {
    if (!(await isAlone(guard))) return total
    await prepareFolder(order.folder)
    const cold = await findCold(pool, order)
    if (cold.length > 0) await withPlace(pool, order, (place) => archiveAll(place, cold, total))
    await tidy(pool, order.folder)
    return total
  } finally {
    guard.release(true)
    await pool.end()
  }
}

async function isAlone(client: pg.ClientBase): Promise<boolean> {
  const { rows } = await client.query<{ alone: boolean }>(
    "select pg_try_advisory_lock(hashtext('ecoki archive')) as alone",
  )
  return rows[0].alone
}

async function findCold(pool: pg.Pool, { rule, nowUs }: RoundOrder): Promise<Chunk[]> {
  const { rows } = await pool.query<{ us: number | null }>(
    'select max(to_us)::double precision as us from archive_file',
  )
  return coldChunks(await listChunks(pool), { rule, nowUs, archivedUntilUs: rows[0].us ?? -Infinity })
}

async function withPlace(
  pool: pg.Pool,
  { folder, maxSamples }: RoundOrder,
  work: (place: ArchivePlace) => Promise<void>,
): Promise<void> {
  const scratchPath = await mkdtemp(join(tmpdir(), 'ecoki-archive-'))
  try {
    await withDuckDb({ signal: new AbortController().signal, scratchPath }, (db) =>
      work({ pool, db, folder, maxSamples }),
    )
  } finally {
    await rm(scratchPath, { recursive: true, force: true })
  }
}

/** A part that fails does not keep the others. */
async function archiveAll(place: ArchivePlace, cold: Chunk[], total: RoundResult): Promise<void> {
  for (const chunk of cold) {
    const { outcome, samples, bytes } = await archiveChunk(place, chunk).catch((error: unknown) => {
      total.failures.push(`${chunk.table}: ${String((error as Error)?.stack ?? error)}`)
      return failed
    })
    if (outcome !== 'archived') total.left++
    else {
      total.archived++
      total.samples += samples
      total.bytes += bytes
    }
  }
}

const failed = { outcome: 'failed', samples: 0, bytes: 0 } as const

async function tidy(pool: pg.Pool, folder: string): Promise<void> {
  await inTransaction(pool, 'begin isolation level read committed', async (client) => {
    if (!(await isBackupOver(client))) return
    const { rows } = await client.query<{ name: string }>('select name from archive_file')
    await removeReplaced(folder, new Set(rows.map((row) => row.name)))
  })
}

process.once('disconnect', () => process.exit(1))
process.on('SIGINT', () => undefined)
process.once('message', (order: RoundOrder) => {
  void round(order)
    .then((result) => process.send?.({ result }))
    .catch((error: unknown) => process.send?.({ error: String((error as Error)?.stack ?? error) }))
    .finally(() => process.disconnect())
})
