/** Where samples are read from: the historian's table, and the archive of what is no longer in it. */
import type pg from 'pg'
import type { ArchiveReader } from '../archive/archive-reader.ts'
import { inTransaction } from '../transaction.ts'
import type { Database } from '../transaction.ts'

export interface HistorianSource {
  pool: Database
  /** Absent where nothing is archived: reading what is archived throws then. */
  archive?: ArchiveReader
}

/** The same within a transaction. */
export interface HistorianMoment {
  client: pg.ClientBase
  archive?: ArchiveReader
}

/** Calls `work` with the historian as it is at one moment: nothing moves into the archive meanwhile. */
export async function atOneMoment<T>(
  { pool, archive }: HistorianSource,
  work: (moment: HistorianMoment) => Promise<T>,
): Promise<T> {
  return inTransaction(pool, 'begin isolation level repeatable read read only', async (client) => {
    await holdArchive(client)
    return work({ client, archive })
  })
}

/** What is in the table and what is in the archive stays so. To be called before anything that takes a snapshot. */
export async function holdArchive(client: pg.ClientBase): Promise<void> {
  await client.query('lock table archive_file in access share mode')
}

/** Throws where there is none. */
export function archiveOf({ archive }: HistorianMoment): ArchiveReader {
  if (!archive) throw new Error('samples that are archived were asked for where no archive is known')
  return archive
}
