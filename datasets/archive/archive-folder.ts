/** The folder of the archive: a file has its name only once it is whole and on the disk. */
import { mkdir, open, readdir, rename, rm, stat, utimes } from 'node:fs/promises'
import { join } from 'node:path'

/** Where the archive is in a data folder; runtime/archive-copy.ts names the same. */
export function archiveFolder(dataDir: string): string {
  return join(dataDir, 'archive')
}

/** How a file is called until it is verified. */
export const unfinished = '.new'

const ending = '.parquet'
const dayMs = 86_400_000
/** A database that was restored from a dump of its own may still name files that were replaced since. */
const keptMs = 30 * dayMs

/** Gives a file that was written under its unfinished name its own. */
export async function finishFile(folder: string, name: string): Promise<void> {
  const path = join(folder, name)
  await syncPath(path + unfinished)
  await rename(path + unfinished, path)
  await syncPath(folder)
}

/** The folder, without what a dead process has left half written. */
export async function prepareFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  for (const name of await readdir(folder)) if (name.endsWith(unfinished)) await rm(join(folder, name))
}

/** Lets the time begin after which a file that no row names any more is removed. */
export async function markReplaced(folder: string, names: string[]): Promise<void> {
  const now = new Date()
  for (const name of names) await utimes(join(folder, name), now, now)
}

/** Removes files that no row has ever named. */
export async function removeFiles(folder: string, files: { name: string }[]): Promise<void> {
  for (const { name } of files) await rm(join(folder, name))
}

/** Removes the files that nothing names and that were replaced, or left by a process that died, a month ago. */
export async function removeReplaced(folder: string, known: Set<string>): Promise<string[]> {
  const removed: string[] = []
  for (const name of await readdir(folder)) {
    if (!name.endsWith(ending) || known.has(name)) continue
    const { mtimeMs } = await stat(join(folder, name))
    if (Date.now() - mtimeMs < keptMs) continue
    await rm(join(folder, name))
    removed.push(name)
  }
  return removed
}

async function syncPath(path: string): Promise<void> {
  const file = await open(path, 'r')
  try {
    await file.sync()
  } finally {
    await file.close()
  }
}
