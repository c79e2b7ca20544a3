/**
 * Takes one part of the historian's table into the archive. Files are written and verified first; then, in one
 * transaction, the part is dropped and the files are named. Whatever dies on the way leaves the part as it was, or the
 * files in its place.
 */
import { join } from 'node:path'
import type pg from 'pg'
import type { DuckDb } from '#blocks/duckdb/open.ts'
import { holdArchive } from '../query/historian-source.ts'
import { inTransaction } from '../transaction.ts'
import { markReplaced, removeFiles } from './archive-folder.ts'
import { PartsWriter } from './archive-parts.ts'
import type { WrittenFile } from './archive-parts.ts'
import { FileChecks } from './check-files.ts'
import type { KnownFile } from './check-files.ts'
import type { Chunk } from './cold-chunks.ts'
import { findSources, isRollUpPending } from './chunk-sources.ts'
import type { ChunkSources, SourceTag } from './chunk-sources.ts'
import { mergeLate } from './merge-late.ts'
import { readParquet } from './parquet-read.ts'
import type { StoredRows } from './stored-rows.ts'
import { swapIn } from './swap-in.ts'
import type { Swapped } from './swap-in.ts'
import { readWholeRows } from './table-rows.ts'

export interface ArchivePlace {
  pool: pg.Pool
  db: DuckDb
  folder: string
  /** The most samples of a file; a tag is never parted. */
  maxSamples: number
}

export interface ArchivedChunk {
  /** All but 'archived': the part is as it was, and can be tried again. */
  outcome: Swapped | 'not-rolled-up'
  samples: number
  bytes: number
}

const portionSamples = 200_000

export async function archiveChunk(place: ArchivePlace, chunk: Chunk): Promise<ArchivedChunk> {
  const written = await inTransaction(
    place.pool,
    'begin isolation level repeatable read read only',
    async (client) => {
      await holdArchive(client)
      if (await isRollUpPending(client, chunk)) return undefined
      const sources = await findSources(client, chunk)
      return { sources, files: await writeFiles(place, client, sources) }
    },
  )
  if (!written) return { outcome: 'not-rolled-up', samples: 0, bytes: 0 }
  const { sources, files } = written
  const outcome = await swapIn(place.pool, sources, files)
  if (outcome === 'archived') await markReplaced(place.folder, sources.files)
  else await removeFiles(place.folder, files)
  const sum = (of: (file: WrittenFile) => number) => files.reduce((total, file) => total + of(file), 0)
  return {
    outcome,
    samples: sum((file) => file.samples),
    bytes: sum((file) => file.bytes),
  }
}

async function writeFiles(
  { db, folder, maxSamples }: ArchivePlace,
  client: pg.ClientBase,
  sources: ChunkSources,
): Promise<WrittenFile[]> {
  const writer = new PartsWriter({ db, folder, fromUs: sources.fromUs, maxSamples })
  const checks = new FileChecks()
  for (const tag of sources.tags)
    await writer.addTag(tag, portionsOf({ client, db, folder, checks }, tag, sources))
  await writer.finish()
  return writer.files
}

/** The samples of a tag, those of the part between those that are archived already; no moment is cut. */
async function* portionsOf(
  { client, db, folder, checks }: { client: pg.ClientBase; db: DuckDb; folder: string; checks: FileChecks },
  tag: SourceTag,
  { chunk }: ChunkSources,
): AsyncGenerator<StoredRows> {
  const count = Math.ceil(tag.samples / portionSamples)
  const widthUs = Math.ceil((tag.lastUs + 1 - tag.firstUs) / count)
  const files = tag.files.map(({ name, hash }) => ({ path: join(folder, name), hash }))
  for (const file of files) await refuseFault(checks, file)
  for (let fromUs = tag.firstUs; fromUs <= tag.lastUs; fromUs += widthUs) {
    const toUs = Math.min(fromUs + widthUs, tag.lastUs + 1)
    const inTable = await readWholeRows(client, tag, {
      fromUs: Math.max(fromUs, chunk.fromUs),
      toUs: Math.min(toUs, chunk.toUs),
    })
    if (files.length === 0) yield inTable
    else {
      const query = { files, tagId: tag.id, type: tag.type, fromUs, toUs, isWhole: true }
      yield mergeLate(await readParquet(db, query), inTable, tag.class)
    }
  }
}

/** What is damaged is not written anew as if it were right. */
async function refuseFault(checks: FileChecks, file: KnownFile): Promise<void> {
  const fault = await checks.check(file)
  if (fault) throw new Error(`${file.path} is ${fault}: what came late for it stays in the table`)
}
