/** The spool's files for a backup, while it is being written to and emptied. */
import { existsSync, readdirSync } from 'node:fs'
import { open } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import type { EntryHead } from './archive.ts'

export const spoolFolder = 'spool'

/** Files that can be read to their end, also when they have been removed since. */
export interface HeldSpool {
  write(entry: (head: EntryHead, content: AsyncIterable<Buffer>) => Promise<unknown>): Promise<void>
  close(): Promise<void>
}

/**
 * Holds what waits in the spool at this moment. A snapshot of the database that is taken afterwards has whatever had
 * left the spool before; what is in both changes nothing when it is stored again.
 */
export async function holdSpool(dataDir: string): Promise<HeldSpool> {
  const folder = join(dataDir, spoolFolder)
  const files = new Map<string, FileHandle>()
  const names = existsSync(folder) ? readdirSync(folder) : []
  for (const name of names.filter(isKept).sort()) {
    const file = await openIfThere(join(folder, name))
    if (file) files.set(name, file)
  }
  return {
    write: async (entry) => {
      for (const [name, file] of files) {
        const content = file.createReadStream({ autoClose: false, start: 0 }) as AsyncIterable<Buffer>
        await entry({ path: `files/${spoolFolder}/${name}`, mode: 0o600 }, content)
      }
    },
    close: async () => {
      await Promise.all([...files.values()].map((file) => file.close()))
    },
  }
}

const isKept = (name: string) => name === 'cursor' || name.endsWith('.segment')

async function openIfThere(path: string): Promise<FileHandle | undefined> {
  try {
    return await open(path, 'r')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    return undefined
  }
}
