/**
 * Everything into one sealed file, while runs go on. First the files beside the database (what they say of the audit, or
 * have let go from the spool, is then in the database for certain), then the database as it is at one instant, then
 * every file of the archive and every object that it refers to. An object is written before a finished step refers to
 * it, no sweep removes any, and no samples go to the archive until the backup is complete.
 */
import { createReadStream, existsSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { writeEntry } from './archive.ts'
import type { EntryHead } from './archive.ts'
import { writeArchiveFiles } from './archive-copy.ts'
import { BackupError } from './backup-error.ts'
import { readKeptFiles } from './data-files.ts'
import { dumpDatabase } from './dump-database.ts'
import type { Report } from './progress.ts'
import { SealedWriter } from './sealed-file.ts'
import { holdSpool } from './spool-copy.ts'
import { inSnapshot } from './snapshot.ts'
import type { Snapshot } from './snapshot.ts'

/** Whoever removes files shares this lock meanwhile; datasets/backup-lock.ts names the same number. */
const backupLock = 4_711_003
const formatVersion = 1

export interface BackupSource {
  dataDir: string
  /** Of the database's owner. */
  databaseUrl: string
  /** PostgreSQL's programs. */
  binDir: string
}

/** Stands first in a backup; `migrations` are those that the database has seen. */
export const manifestSchema = z.object({
  format: z.literal(formatVersion),
  createdAt: z.string(),
  migrations: z.array(z.string()),
  timescaledb: z.string(),
  runs: z.number(),
  objects: z.number(),
})
export type Manifest = z.infer<typeof manifestSchema>

export interface BackupResult {
  file: string
  bytes: number
  objects: number
  /** Of finished runs, and not in the store: they were lost before. */
  lost: number
  /** Files of the archive that are gone or damaged. */
  faulty: string[]
}

/** Writes the file as a whole or not at all. Throws `BackupError` where it is there already. */
export async function writeBackup(
  source: BackupSource,
  { file, passphrase }: { file: string; passphrase: string },
  report: Report,
): Promise<BackupResult> {
  if (existsSync(file)) throw new BackupError(`${file} exists already, and a backup never replaces a file.`)
  const unfinished = `${file}.new`
  rmSync(unfinished, { force: true })
  const writer = await createWriter(unfinished, passphrase)
  try {
    const counts = await writeEverything(source, (bytes) => writer.write(bytes), report)
    await writer.finish()
    renameSync(unfinished, file)
    return { file, bytes: statSync(file).size, ...counts }
  } catch (error) {
    await writer.abandon()
    rmSync(unfinished, { force: true })
    throw error
  }
}

async function createWriter(path: string, passphrase: string): Promise<SealedWriter> {
  try {
    return await SealedWriter.create(path, passphrase)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (!code || !['ENOENT', 'EACCES', 'EROFS', 'ENOTDIR'].includes(code)) throw error
    throw new BackupError(`${path} cannot be written (${code}).`)
  }
}

type Write = (bytes: Uint8Array) => Promise<void>

async function writeEverything(
  source: BackupSource,
  write: Write,
  report: Report,
): Promise<Pick<BackupResult, 'objects' | 'lost' | 'faulty'>> {
  const files = readKeptFiles(source.dataDir)
  const spool = await holdSpool(source.dataDir)
  try {
    return await inSnapshot(source.databaseUrl, backupLock, async (snapshot) => {
      const references = await snapshot.query<Reference>(referencesSql)
      const manifest = { ...(await describe(snapshot)), objects: references.length }
      await writeEntry(write, { path: 'manifest.json' }, [Buffer.from(JSON.stringify(manifest))])
      for (const { path, mode, content } of files)
        await writeEntry(write, { path: `files/${path}`, mode }, [content])
      const entry = (head: EntryHead, content: AsyncIterable<Buffer>) => writeEntry(write, head, content)
      await spool.write(entry)
      const dump = dumpDatabase({ ...source, snapshot: snapshot.id })
      await writeEntry(write, { path: 'database.dump' }, counted(dump, report))
      const faulty = await writeArchiveFiles({ ...source, snapshot }, entry, report)
      const store = join(source.dataDir, 'store')
      return { ...(await writeObjects({ store, references }, write, report)), faulty }
    })
  } finally {
    await spool.close()
  }
}

interface Reference {
  hash: string
  /** A finished run needs it, so it must be there. */
  required: boolean
}

const referencesSql = `
  select hash, bool_or(required) as required from (
    select o.hash, r.id is null or r.status = 'done' as required
    from object_reference o left join run r on r.id = o.run_id
    union all select hash, true from upload
  ) as needed group by hash order by hash`

async function describe({ query }: Snapshot): Promise<Omit<Manifest, 'objects'>> {
  const [{ timescaledb, runs }] = await query<{ timescaledb: string; runs: number }>(
    `select (select extversion from pg_extension where extname = 'timescaledb') as timescaledb,
       (select count(*)::int from run) as runs`,
  )
  const applied = await query<{ name: string }>(
    `select migration_name as name from _prisma_migrations where finished_at is not null and rolled_back_at is null
     order by migration_name`,
  )
  const migrations = applied.map(({ name }) => name)
  return { format: formatVersion, createdAt: new Date().toISOString(), migrations, timescaledb, runs }
}

/** Files and columns lie at objects/ab/cdef..., columns with an ending. */
async function writeObjects(
  { store, references }: { store: string; references: Reference[] },
  write: Write,
  report: Report,
): Promise<{ objects: number; lost: number }> {
  const counts = { objects: 0, lost: 0 }
  let bytes = 0
  for (const { hash, required } of references) {
    const found = ['', '.arrow'].filter((ending) => existsSync(objectPath(store, hash) + ending))
    for (const ending of found) {
      const content = createReadStream(objectPath(store, hash) + ending) as AsyncIterable<Buffer>
      bytes += await writeEntry(write, { path: `objects/${hash}${ending}` }, content)
      counts.objects++
    }
    if (found.length === 0 && required) counts.lost++
    report(`object ${counts.objects} of about ${references.length}, ${megabytes(bytes)}`)
  }
  return counts
}

/** Where an object lies; also after a restore. */
export function objectPath(store: string, hash: string): string {
  return join(store, 'objects', hash.slice(0, 2), hash.slice(2))
}

async function* counted(stream: AsyncIterable<Buffer>, report: Report): AsyncGenerator<Buffer> {
  let bytes = 0
  for await (const piece of stream) {
    bytes += piece.length
    report(`database, ${megabytes(bytes)}`)
    yield piece
  }
}

/** Bytes as people read them. */
export function megabytes(bytes: number): string {
  return bytes < 1e9 ? `${(bytes / 1e6).toFixed(1)} MB` : `${(bytes / 1e9).toFixed(1)} GB`
}
