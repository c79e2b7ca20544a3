/** Whether files of the archive are what was written: a flipped bit would be a wrong value that nobody notices. */
import { stat } from 'node:fs/promises'
import { hashFile } from '../file-hash.ts'
import { unlessAbsent } from '../object-files.ts'

/** A file and the SHA-256 that the database knows of it. */
export interface KnownFile {
  path: string
  hash: string
}

export type FileFault = 'gone' | 'damaged'

/** Remembers what was right, as long as the file has not been touched since. */
export class FileChecks {
  readonly #right = new Map<string, string>()

  /** Undefined: it is as it was written. */
  async check({ path, hash }: KnownFile): Promise<FileFault | undefined> {
    const found = await unlessAbsent(stat(path))
    if (!found) return 'gone'
    const state = `${hash} ${found.ino} ${found.size} ${found.mtimeMs} ${found.ctimeMs}`
    if (this.#right.get(path) === state) return undefined
    if ((await hashFile(path)).hash !== hash) return 'damaged'
    this.#right.set(path, state)
    return undefined
  }
}
