/** The few things that the spool does with files, so that tests can hand in a disk that fails. */
import { mkdirSync, realpathSync } from 'node:fs'
import { open, readFile, readdir, rename, rm, stat } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import { tryLock } from '#config/lock.ts'

export interface SpoolFiles {
  /** Resolves to what gives it up; undefined where another writer holds it. */
  lock(): Promise<(() => Promise<void>) | undefined>
  list(): Promise<{ name: string; size: number }[]>
  /** A new file. Its name outlives a power loss from here on, its content from `sync` on. */
  create(name: string): Promise<SpoolFile>
  read(name: string): Promise<Uint8Array>
  /** The file with this content, or as it was, whenever the machine stops. */
  replace(name: string, content: Uint8Array): Promise<void>
  remove(name: string): Promise<void>
}

export interface SpoolFile {
  write(bytes: Uint8Array, position: number): Promise<void>
  /** fdatasync. After a failure nobody knows what is on the disk. */
  sync(): Promise<void>
  truncate(length: number): Promise<void>
  close(): Promise<void>
}

/** A folder of a real disk, made if it is missing. */
export function filesIn(folder: string): SpoolFiles {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const path = (name: string) => join(folder, name)
  return {
    lock: async () => {
      const lock = await tryLock(`spool ${realpathSync(folder)}`)
      return lock && (() => lock.release())
    },
    list: async () => {
      const names = await readdir(folder)
      return Promise.all(names.map(async (name) => ({ name, size: (await stat(path(name))).size })))
    },
    create: async (name) => {
      const file = await open(path(name), 'wx', 0o600)
      try {
        await syncFolder(folder)
      } catch (error) {
        await file.close()
        throw error
      }
      return realFile(file)
    },
    read: (name) => readFile(path(name)),
    replace: (name, content) => replace(path(name), content),
    remove: (name) => rm(path(name), { force: true }),
  }
}

function realFile(file: FileHandle): SpoolFile {
  return {
    write: async (bytes, position) => {
      for (let done = 0; done < bytes.length;) {
        const { bytesWritten } = await file.write(bytes, done, bytes.length - done, position + done)
        done += bytesWritten
      }
    },
    sync: () => file.datasync(),
    truncate: (length) => file.truncate(length),
    close: () => file.close(),
  }
}

async function replace(target: string, content: Uint8Array): Promise<void> {
  const file = await open(`${target}.new`, 'w', 0o600)
  try {
    await file.writeFile(content)
    await file.datasync()
  } finally {
    await file.close()
  }
  await rename(`${target}.new`, target)
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
