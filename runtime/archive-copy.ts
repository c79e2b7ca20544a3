/** The files of the historian's archive for a backup: those that the database names in the backup's snapshot. */
import { createHash } from 'node:crypto'
import { createReadStream, existsSync } from 'node:fs'
import { join } from 'node:path'
import type { EntryHead } from './archive.ts'
import type { Report } from './progress.ts'
import type { Snapshot } from './snapshot.ts'

/** In the data folder; datasets/archive/archive-folder.ts names the same. */
export const archiveFolder = 'archive'

type WriteEntry = (head: EntryHead, content: AsyncIterable<Buffer>) => Promise<unknown>

/**
 * To be called while the lock is held that keeps files from going. Answers which files are gone or no longer what was
 * written; those that are there are copied all the same.
 */
export async function writeArchiveFiles(
  { dataDir, snapshot }: { dataDir: string; snapshot: Snapshot },
  entry: WriteEntry,
  report: Report,
): Promise<string[]> {
  const files = await snapshot.query<{ name: string; hash: string }>(
    'select name, hash from archive_file order by name',
  )
  const faulty: string[] = []
  for (const [index, { name, hash }] of files.entries()) {
    const found = await writeFile(join(dataDir, archiveFolder, name), name, entry)
    if (found !== hash) faulty.push(name)
    report(`file ${index + 1} of ${files.length} of the archive`)
  }
  return faulty
}

/** Returns its SHA-256; undefined: it is not there. */
async function writeFile(path: string, name: string, entry: WriteEntry): Promise<string | undefined> {
  if (!existsSync(path)) return undefined
  const hash = createHash('sha256')
  const content = async function* () {
    for await (const piece of createReadStream(path) as AsyncIterable<Buffer>) {
      hash.update(piece)
      yield piece
    }
  }
  await entry({ path: `files/${archiveFolder}/${name}`, mode: 0o600 }, content())
  return hash.digest('hex')
}
