import { existsSync, mkdirSync, renameSync, rmSync, statSync, writeFileSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

const companions = ['-wal', '-shm']
// SQLITE_CORRUPT and SQLITE_NOTADB
const damageCodes = [11, 26]
/** Larger files are not read through at each start. */
const checkLimitBytes = 256 * 1024 * 1024

/**
 * Makes sure that whatever lies at the place of Temporal's database does not prevent a start: everything in it can be
 * rebuilt from PostgreSQL. A write-ahead log beside a file that is not the one it was written for, and a damaged
 * database, are put aside. Returns what was done, for the log.
 */
export function prepareTemporalFile(file: string): string | undefined {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  if (!existsSync(file)) {
    const removed = removeCompanions(file)
    return removed ? 'The database of Temporal is gone, a new one is made' : undefined
  }
  const replaced = wasReplaced(file) && removeCompanions(file)
  const damage = findDamage(file)
  if (damage) return `The database of Temporal cannot be used (${damage}), kept as ${putAside(file)}`
  return replaced ? 'The database of Temporal was replaced by another file' : undefined
}

/** Remembers which file the write-ahead log belongs to. */
export function rememberTemporalFile(file: string): void {
  writeFileSync(markFile(file), JSON.stringify(inodes(file)))
}

/** Moves the database out of the way and returns its new name. */
export function putAside(file: string): string {
  const name = `${file}.unusable-${new Date().toISOString().replaceAll(/[:.]/g, '-')}`
  renameSync(file, name)
  removeCompanions(file)
  return name
}

/** Undoes `putAside`. */
export function putBack(file: string, name: string): void {
  removeCompanions(file)
  renameSync(name, file)
}

function removeCompanions(file: string): boolean {
  const present = companions.map((ending) => file + ending).filter((path) => existsSync(path))
  for (const path of present) rmSync(path)
  return present.length > 0
}

// Another database under an old log: a database put in its place brings its own log along, or none.
function wasReplaced(file: string): boolean {
  if (!existsSync(markFile(file))) return false
  const before = JSON.parse(readFileSync(markFile(file), 'utf8')) as ReturnType<typeof inodes>
  const now = inodes(file)
  return now.database !== before.database && now.log !== null && now.log === before.log
}

function inodes(file: string): { database: number | null; log: number | null } {
  return { database: inode(file), log: inode(`${file}-wal`) }
}

function inode(path: string): number | null {
  return statSync(path, { throwIfNoEntry: false })?.ino ?? null
}

function markFile(file: string): string {
  return join(dirname(file), 'files.json')
}

function findDamage(file: string): string | undefined {
  if (statSync(file).size > checkLimitBytes) return undefined
  let database: DatabaseSync | undefined
  try {
    database = new DatabaseSync(file)
    const answer = database.prepare('pragma quick_check(1)').get() as { quick_check: string }
    return answer.quick_check === 'ok' ? undefined : answer.quick_check
  } catch (error) {
    const { errcode, message } = error as Error & { errcode?: number }
    // Anything else, such as a full disk, is not the file's fault: the server will say so itself.
    return errcode !== undefined && damageCodes.includes(errcode) ? message : undefined
  } finally {
    database?.close()
  }
}
