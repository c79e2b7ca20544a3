/** Starts worker threads and child processes as hosts. */
import { fork } from 'node:child_process'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { environmentForChild, withoutKeys } from '#config/environment.ts'
import type { FromHost, HostSettings } from './host-messages.ts'
import type { Host } from './host-pool.ts'
import { watchChild } from './watch-child.ts'

/** What both kinds share: listeners that each order replaces, and one word on why it ended. */
function makeHost(parts: { send: Host['send']; end(): void }) {
  let onMessage: (message: FromHost) => void = () => undefined
  let onGone: (reason: string) => void = () => undefined
  let killed: string | undefined
  let alive = true
  const host: Host = {
    send: (message) => {
      if (alive) parts.send(message)
    },
    onMessage: (listener) => (onMessage = listener),
    onGone: (listener) => {
      onGone = listener
      if (!alive) listener(killed ?? 'it had ended')
    },
    isAlive: () => alive,
    kill(reason) {
      killed ??= reason
      parts.end()
    },
  }
  const ended = (reason: string) => {
    if (!alive) return
    alive = false
    onGone(killed ?? reason)
  }
  return { host, ended, heard: (message: FromHost) => onMessage(message) }
}

export function spawnThread(settings: HostSettings, heapMb: number): Promise<Host> {
  const thread = new Worker(join(import.meta.dirname, 'thread.ts'), {
    workerData: settings,
    resourceLimits: { maxOldGenerationSizeMb: heapMb },
  })
  const { host, ended, heard } = makeHost({
    send: (message) => thread.postMessage(message),
    end: () => void thread.terminate(),
  })
  // Told at its end only: by then all that it said has been heard.
  let failure: string | undefined
  thread.on('error', (error: Error & { code?: string }) => (failure = error.code ?? error.message))
  thread.on('exit', (code) => ended(failure ?? `thread ended with code ${code}`))
  return whenReady(host, heard, (listener) => thread.on('message', listener))
}

export function spawnChild(settings: HostSettings, memoryMb: number): Promise<Host> {
  const child = fork(join(import.meta.dirname, 'child.ts'), {
    env: environmentForChild(withoutKeys),
    serialization: 'advanced',
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const watch = watchChild(child.pid ?? 0, { memoryMb, kill: (reason) => host.kill(reason) })
  const { host, ended, heard } = makeHost({
    send: (message) => {
      if (message.type === 'order') watch.expect(message.order.heartbeatMs)
      child.send(message, ignoreClosed)
    },
    end: () => child.kill('SIGKILL'),
  })
  child.on('error', (error) => ended(error.message))
  // Not 'exit': what the child said last may still be on its way then.
  child.on('close', (code, signal) => {
    watch.stop()
    ended(signal ? `signal ${signal}` : `exit code ${code}`)
  })
  child.on('message', watch.heard)
  child.send(settings, ignoreClosed)
  return whenReady(host, heard, (listener) => child.on('message', listener))
}

// A message to a process that has just ended: its exit tells the story.
function ignoreClosed(): void {
  return undefined
}

function whenReady(
  host: Host,
  heard: (message: FromHost) => void,
  listen: (listener: (message: FromHost) => void) => void,
): Promise<Host> {
  return new Promise((resolve, reject) => {
    host.onGone((reason) => reject(new Error(`a place to run blocks did not start: ${reason}`)))
    listen((message) => {
      if (message.type === 'ready') resolve(host)
      else if (message.type !== 'alive') heard(message)
    })
  })
}
