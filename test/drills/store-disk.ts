/** A small disk of its own under the store, so that it can be full without harm to the machine. */
import { spawnSync } from 'node:child_process'
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'

export interface StoreDisk {
  /** Writes until nothing fits any more. */
  fill(): void
  /** Takes back what fill() wrote. */
  free(): void
  unmount(): void
}

/** Mounts it at the store of a product that has not started yet. Returns why where that is not allowed. */
export function mountStore(dataDir: string): StoreDisk | { refused: string } {
  const store = join(dataDir, 'store')
  mkdirSync(store, { recursive: true, mode: 0o700 })
  if (process.getuid?.() !== 0) return { refused: 'only the superuser may mount a small disk' }
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=48m,mode=700', 'tmpfs', store], {
    encoding: 'utf8',
  })
  if (mounted.status !== 0) return { refused: `no small disk can be mounted here: ${mounted.stderr?.trim()}` }
  const filler = join(store, 'filler')
  return {
    fill: () => fillUp(filler),
    free: () => rmSync(filler, { force: true }),
    unmount: () => void spawnSync('umount', ['-l', store]),
  }
}

function fillUp(path: string): void {
  const file = openSync(path, 'a')
  try {
    for (let size = 1 << 20; size >= 1; size >>= 1) while (fits(file, Buffer.alloc(size)));
  } finally {
    closeSync(file)
  }
}

function fits(file: number, piece: Buffer): boolean {
  try {
    return writeSync(file, piece) === piece.length
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
    return false
  }
}
