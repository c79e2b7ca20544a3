/** The moment in which samples are no longer in the historian's table but in the archive. */
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { isBackupOver } from '../backup-lock.ts'
import { inTransaction } from '../transaction.ts'
import type { WrittenFile } from './archive-parts.ts'
import type { ChunkSources } from './chunk-sources.ts'

export type Swapped = 'archived' | 'changed' | 'busy'

const lockTries = 600
const pauseMs = 1_000
const lockNotAvailable = '55P03'

/**
 * Drops the part and names the files, in one transaction and when nobody reads. Otherwise all is as it was: the part
 * has other samples now than the files, or readers or a backup left no moment for it.
 */
export async function swapIn(pool: pg.Pool, sources: ChunkSources, files: WrittenFile[]): Promise<Swapped> {
  for (let tries = 1; ; tries++) {
    const done = await trySwap(pool, sources, files).catch((error: unknown) => {
      if (isLocked(error)) return 'busy' as const
      throw error
    })
    if (done !== 'busy' || tries === lockTries) return done
    // Whoever reads is not made to wait behind us.
    await sleep(pauseMs)
  }
}

async function trySwap(pool: pg.Pool, sources: ChunkSources, files: WrittenFile[]): Promise<Swapped> {
  return inTransaction(pool, 'begin isolation level read committed', async (client) => {
    // Less than PostgreSQL waits until it looks for those who wait in a circle, and ends one of them.
    await client.query("set local lock_timeout = '500ms'")
    if (!(await isBackupOver(client))) return 'busy'
    await client.query('lock table archive_file in access exclusive mode nowait')
    await client.query(`lock table ${sources.chunk.table} in access exclusive mode`)
    if (!(await isAsRead(client, sources))) return 'changed'
    await drop(client, sources)
    await client.query('delete from archive_file where name = any($1)', [sources.files])
    for (const file of files) await name(client, file, sources)
    return 'archived'
  })
}

/** Samples are never changed or deleted in the table: as many as before are the same. */
async function isAsRead(client: pg.ClientBase, { chunk, samples }: ChunkSources): Promise<boolean> {
  const { rows } = await client.query<{ samples: number }>(
    `select count(*)::double precision as samples from ${chunk.table}`,
  )
  return rows[0].samples === samples
}

async function drop(client: pg.ClientBase, { chunk }: ChunkSources): Promise<void> {
  const { rows } = await client.query<{ dropped: string }>(
    `select drop_chunks('sample', newer_than => $1::bigint, older_than => $2::bigint) as dropped`,
    [chunk.fromUs, chunk.toUs],
  )
  if (rows.length !== 1) throw new Error(`${rows.length} parts would have been dropped instead of one`)
}

async function name(client: pg.ClientBase, file: WrittenFile, { fromUs, toUs }: ChunkSources): Promise<void> {
  await client.query(
    `insert into archive_file (name, value_type, from_us, to_us, samples, bytes, hash)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [file.name, file.type, fromUs, toUs, file.samples, file.bytes, file.hash],
  )
  await client.query(
    `insert into archive_tag (tag_id, first_us, last_us, file, samples, newest)
     select "tagId", "firstUs", "lastUs", $1, samples, newest from jsonb_to_recordset($2) as written
       ("tagId" integer, "firstUs" bigint, "lastUs" bigint, samples bigint, newest jsonb)`,
    [file.name, JSON.stringify(file.tags)],
  )
}

function isLocked(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.code === lockNotAvailable
}
