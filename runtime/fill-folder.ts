/** What is in a backup, written into a new data folder. */
import { createWriteStream, mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Entry } from './archive.ts'
import { BackupError } from './backup-error.ts'
import type { DataFolder } from './data-folder.ts'
import type { Report } from './progress.ts'
import { megabytes, objectPath } from './write-backup.ts'

export interface Progress {
  objects: number
  bytes: number
}

/** Returns where the dump of the database lies. */
export async function fillFolder(
  entries: AsyncIterable<Entry>,
  folder: DataFolder,
  report: Report,
): Promise<string> {
  const done: Progress = { objects: 0, bytes: 0 }
  for await (const { path, mode, content } of entries) {
    if (path === 'manifest.json') continue
    const target = placeOf(path, folder)
    mkdirSync(dirname(target), { recursive: true, mode: 0o700 })
    const isObject = path.startsWith('objects/')
    const file = createWriteStream(target, {
      flags: 'wx',
      mode: isObject ? 0o444 : (mode ?? 0o600),
      flush: true,
    })
    await pipeline(Readable.from(content), file)
    done.bytes += file.bytesWritten
    if (isObject) done.objects++
    report(`object ${done.objects}, ${megabytes(done.bytes)}`)
  }
  return dumpIn(folder)
}

/** A backup may name places in the data folder only. Throws `BackupError` for others. */
export function placeOf(path: string, folder: DataFolder): string {
  const object = /^objects\/([0-9a-f]{64})(\.arrow)?$/.exec(path)
  if (object) return objectPath(folder.store, object[1]) + (object[2] ?? '')
  if (path === 'database.dump') return dumpIn(folder)
  const parts = path.split('/')
  const isPlain = parts.every((part) => /^[A-Za-z0-9_][A-Za-z0-9._-]{0,100}$/.test(part))
  if (parts.length > 1 && parts[0] === 'files' && isPlain) return join(folder.root, ...parts.slice(1))
  throw new BackupError(`The backup holds ${JSON.stringify(path)}, which has no place in a data folder.`)
}

function dumpIn(folder: DataFolder): string {
  return join(folder.root, 'database.dump')
}
