import { open, readdir, rm, stat, utimes } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import { writeAtomically } from './atomic-file.ts'

/** How many files are remembered as checked; then the memory starts anew. */
const maxChecked = 100_000

export interface ObjectFilesOptions {
  root: string
  /** What file names end with: tells the kinds of objects in one folder apart. */
  suffix: string
  /** Whether the content of an existing file fits its address. */
  isIntact(path: string, hash: string): Promise<boolean>
}

/** One kind of objects in a folder: objects/ab/cdef... and tmp/ for what is being written. */
export class ObjectFiles {
  readonly #options: ObjectFilesOptions
  /** Path -> inode and size of a file whose content was seen to fit its name. */
  readonly #checked = new Map<string, string>()

  constructor(options: ObjectFilesOptions) {
    this.#options = options
  }

  /** Where the object belongs. Throws for anything but a SHA-256 in hex: a path must never come from outside. */
  path(hash: string): string {
    if (!/^[0-9a-f]{64}$/.test(hash)) throw new RangeError(`no address: ${JSON.stringify(hash)}`)
    return join(objectsIn(this.#options.root), hash.slice(0, 2), hash.slice(2) + this.#options.suffix)
  }

  /** Reads the content once in the life of this object; a damaged file may be replaced by writing it again. */
  async check(hash: string): Promise<'intact' | 'absent' | 'damaged'> {
    const path = this.path(hash)
    const identity = await identityOf(path)
    if (!identity) return 'absent'
    if (this.#checked.get(path) === identity) return 'intact'
    if (!(await this.#options.isIntact(path, hash))) return 'damaged'
    this.#remember(path, identity)
    return 'intact'
  }

  /** Whether the object is here, so that it need not be written; it then counts as written now. */
  async keep(hash: string): Promise<boolean> {
    if ((await this.check(hash)) !== 'intact') return false
    const now = new Date()
    return (await unlessAbsent(utimes(this.path(hash), now, now).then(() => true))) ?? false
  }

  /** `write` fills the file and returns the address, which it may know only afterwards. */
  async write(write: (file: FileHandle) => Promise<string>): Promise<void> {
    let path = ''
    await writeAtomically(temporaryIn(this.#options.root), async (file) => {
      return (path = this.path(await write(file)))
    })
    this.#remember(path, await identityOf(path))
  }

  async has(hash: string): Promise<boolean> {
    return (await identityOf(this.path(hash))) !== undefined
  }

  async remove(hash: string): Promise<void> {
    await rm(this.path(hash), { force: true })
  }

  #remember(path: string, identity: string | undefined): void {
    if (this.#checked.size >= maxChecked) this.#checked.clear()
    if (identity) this.#checked.set(path, identity)
  }
}

export function objectsIn(root: string): string {
  return join(root, 'objects')
}

export function temporaryIn(root: string): string {
  return join(root, 'tmp')
}

/** The names in a folder, none when it does not exist (yet). */
export async function namesIn(folder: string): Promise<string[]> {
  return (await unlessAbsent(readdir(folder))) ?? []
}

/** The whole file on a SharedArrayBuffer, or undefined when there is none. */
export function readShared(path: string): Promise<Uint8Array | undefined> {
  return readWhole(path, (bytes) => new SharedArrayBuffer(bytes))
}

/** The whole file in memory of the given kind, or undefined when there is none. */
export async function readWhole(
  path: string,
  memory: (bytes: number) => ArrayBufferLike,
): Promise<Uint8Array | undefined> {
  const file = await unlessAbsent(open(path, 'r'))
  if (!file) return undefined
  try {
    const bytes = new Uint8Array(memory((await file.stat()).size))
    let end = 0
    for (let read = 1; read > 0 && end < bytes.length; end += read) {
      read = (await file.read(bytes, end, bytes.length - end, end)).bytesRead
    }
    return bytes.subarray(0, end)
  } finally {
    await file.close()
  }
}

/** What a promise gives, or undefined when the file it is about does not exist. */
export async function unlessAbsent<T>(promise: Promise<T>): Promise<T | undefined> {
  try {
    return await promise
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

async function identityOf(path: string): Promise<string | undefined> {
  const found = await unlessAbsent(stat(path))
  return found && `${found.ino} ${found.size}`
}
