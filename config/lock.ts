import { createHash } from 'node:crypto'
import { createServer } from 'node:net'
import type { Server } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

/** A held lock; `release` gives it up. The system does so when the process ends in whatever way. */
export interface Lock {
  release(): Promise<void>
}

/**
 * Takes the lock of a name, or returns undefined when another process holds it. It is a socket in Linux's
 * abstract namespace: it leaves no file behind, so that no crash can leave a stale lock.
 */
export async function tryLock(name: string): Promise<Lock | undefined> {
  const server = await listen(address(name))
  if (!server) return undefined
  server.unref()
  return { release: () => new Promise((resolve) => server.close(() => resolve())) }
}

/** Does `work` while holding the lock of a name; waits for others first and calls `onWait` once if it must. */
export async function withLock<T>(name: string, onWait: () => void, work: () => Promise<T>): Promise<T> {
  const lock = await waitForLock(name, onWait)
  try {
    return await work()
  } finally {
    await lock.release()
  }
}

async function waitForLock(name: string, onWait: () => void): Promise<Lock> {
  for (let tries = 0; ; tries++) {
    const lock = await tryLock(name)
    if (lock) return lock
    if (tries === 0) onWait()
    await sleep(200)
  }
}

function listen(path: string): Promise<Server | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy())
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(undefined)
      else reject(error)
    })
    server.listen(path, () => resolve(server))
  })
}

function address(name: string): string {
  const hash = createHash('sha256').update(name).digest('hex').slice(0, 32)
  return process.platform === 'linux' ? `\0ecoki-${process.getuid?.()}-${hash}` : `\\\\.\\pipe\\ecoki-${hash}`
}
