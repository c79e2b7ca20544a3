/**
 * A backup becomes a data folder. It is read to its end before anything is made; then a new folder is made beside the
 * old one, database included, and takes its place when it is complete. Whatever fails leaves the old one as it was.
 */
import { existsSync, rmSync, statSync, statfsSync } from 'node:fs'
import { dirname } from 'node:path'
import { migrationNames } from '#prisma/migrate.ts'
import { readEntries } from './archive.ts'
import { BackupError } from './backup-error.ts'
import { openDataFolder, readSecrets } from './data-folder.ts'
import type { Progress } from './fill-folder.ts'
import { fillFolder } from './fill-folder.ts'
import { loadDatabase } from './load-database.ts'
import type { Report } from './progress.ts'
import { takePlace } from './restored-folder.ts'
import { readSealed } from './sealed-file.ts'
import { manifestSchema } from './write-backup.ts'
import type { Manifest } from './write-backup.ts'

export interface BackupFile {
  file: string
  passphrase: string
}

export interface RestoreResult {
  manifest: Manifest
  /** Where the folder is now that was there before. */
  before?: string
}

/** Reads everything and changes nothing. Throws `BackupError` for what could not be restored here. */
export async function checkBackup({ file, passphrase }: BackupFile, report: Report): Promise<Manifest> {
  let manifest: Manifest | undefined
  const seen: Progress = { objects: 0, bytes: 0 }
  for await (const { path, content } of readEntries(readSealed(file, passphrase))) {
    manifest ??= await readManifest(path, content)
    if (path.startsWith('objects/')) seen.objects++
    for await (const { length } of content) seen.bytes += length
    report(`reading the backup, ${seen.objects} of about ${manifest.objects} objects`)
  }
  if (!manifest) throw new BackupError('The backup is empty.')
  refuseNewer(manifest)
  return manifest
}

/** Puts a backup in the place of a data folder that nothing runs in. */
export async function restoreBackup(
  backup: BackupFile,
  { dataDir, binDir }: { dataDir: string; binDir: string },
  report: Report,
): Promise<RestoreResult> {
  refusePlace(dataDir, statSync(backup.file, { throwIfNoEntry: false })?.size ?? 0)
  const manifest = await checkBackup(backup, report)
  const fresh = `${dataDir}.restoring`
  rmSync(fresh, { recursive: true, force: true })
  try {
    const folder = openDataFolder(fresh)
    const dump = await fillFolder(readEntries(readSealed(backup.file, backup.passphrase)), folder, report)
    const password = readSecrets(folder).postgresPassword
    await loadDatabase({ binDir, folder, password, dump, timescaledb: manifest.timescaledb }, report)
  } catch (error) {
    rmSync(fresh, { recursive: true, force: true })
    throw error
  }
  return { manifest, before: takePlace(dataDir) }
}

function refusePlace(dataDir: string, bytes: number): void {
  const parent = dirname(dataDir)
  const existing = existsSync(dataDir) ? statSync(dataDir) : undefined
  if (existing && existing.dev !== statSync(parent).dev)
    throw new BackupError(
      `${dataDir} is a disk of its own, which no other folder can replace: set ECOKI_DATA to a folder in it.`,
    )
  let place = parent
  while (!existsSync(place)) place = dirname(place)
  const { bavail, bsize } = statfsSync(place)
  if (bavail * bsize < bytes)
    throw new BackupError(
      `The disk of ${place} has ${bavail * bsize} bytes left, and the backup alone has ${bytes}.`,
    )
}

async function readManifest(path: string, content: AsyncIterable<Buffer>): Promise<Manifest> {
  const pieces: Buffer[] = []
  if (path === 'manifest.json') for await (const piece of content) pieces.push(piece)
  const parsed = manifestSchema.safeParse(pieces.length > 0 && JSON.parse(Buffer.concat(pieces).toString()))
  if (parsed.success) return parsed.data
  throw new BackupError('The backup was made by an EcoKI that this one does not understand.')
}

function refuseNewer({ migrations }: Manifest): void {
  const known = new Set(migrationNames())
  const unknown = migrations.filter((name) => !known.has(name))
  if (unknown.length > 0)
    throw new BackupError(
      `The backup was made by a newer EcoKI (${unknown.join(', ')}): restore it with that one.`,
    )
}
