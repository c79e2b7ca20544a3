import { randomUUID } from 'node:crypto'
import { mkdir, open, rename, rm } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/**
 * Makes the file `target` with what `write` puts into it: whole and on disk, or not at all, also when the machine
 * or the disk gives out halfway. `write` gets a temporary file in `temporaryDir` (same file system) and returns the
 * target, which it may know only afterwards. An older file of that name is replaced. Nobody may write to it
 * afterwards unless `mode` says so.
 */
export async function writeAtomically(
  temporaryDir: string,
  write: (file: FileHandle) => Promise<string>,
  mode = 0o444,
): Promise<void> {
  await mkdir(temporaryDir, { recursive: true })
  const temporary = join(temporaryDir, `${process.pid}-${randomUUID()}`)
  try {
    const target = await writeAndSync(temporary, write, mode)
    await makeFolder(dirname(target))
    await rename(temporary, target)
    await syncFolder(dirname(target))
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
}

async function writeAndSync(
  path: string,
  write: (file: FileHandle) => Promise<string>,
  mode: number,
): Promise<string> {
  const file = await open(path, 'wx', mode)
  try {
    const target = await write(file)
    await file.sync()
    return target
  } finally {
    await file.close()
  }
}

/** A new folder is on disk only when the folder that names it is. */
async function makeFolder(path: string): Promise<void> {
  const first = await mkdir(path, { recursive: true })
  for (let made = path; first !== undefined && made.length >= first.length; made = dirname(made)) {
    await syncFolder(dirname(made))
  }
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}
