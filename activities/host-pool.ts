/** A limited number of isolated places, kept warm, shared fairly between projects. */
import type { FromHost, HostFailure, HostOrder, ToHost } from './host-messages.ts'

/** A living thread or child process. */
export interface Host {
  send(message: ToHost): void
  /** The listener of the order under way replaces the one before. */
  onMessage(listener: (message: FromHost) => void): void
  /** Told once when it is gone, with the reason in words; replaces the listener before. */
  onGone(listener: (reason: string) => void): void
  isAlive(): boolean
  kill(reason: string): void
}

export type HostAnswer = Extract<FromHost, { type: 'done' | 'inspected' }>

export interface HostCall {
  order: HostOrder
  signal: AbortSignal
  timeoutMs: number
  onMessage(message: FromHost): void
}

/** The block failed in a way that its host survived. */
export class HostFailureError extends Error {
  readonly failure: HostFailure

  constructor(failure: HostFailure) {
    super(failure.message)
    this.name = 'HostFailureError'
    this.failure = failure
  }
}

/** The place was gone before it took the order: nothing of the block has run. */
class NotBegunError extends Error {}

const graceMs = 800

export class HostPool {
  readonly #spawn: () => Promise<Host>
  readonly #limit: number
  readonly #idle: Host[] = []
  /** Waiting calls by project; projects take turns. */
  readonly #waiting = new Map<string, (() => void)[]>()
  #busy = 0

  constructor(spawn: () => Promise<Host>, limit: number) {
    this.#spawn = spawn
    this.#limit = limit
  }

  /** Runs an order in a free place. Throws HostFailureError, or the signal's reason when it was aborted. */
  async call(call: HostCall): Promise<HostAnswer> {
    await this.#enter(call.order.projectId, call.signal)
    try {
      return await this.#callWarm(call)
    } finally {
      this.#leave()
    }
  }

  /** A warm place may be dying unseen. A block is charged with no death before it began: it gets another place. */
  async #callWarm(call: HostCall): Promise<HostAnswer> {
    for (let warm = this.#idle.pop(); warm; warm = this.#idle.pop())
      try {
        return await this.#callIn(warm, call)
      } catch (error) {
        if (!(error instanceof NotBegunError)) throw error
      }
    try {
      return await this.#callIn(await this.#spawnPlace(), call)
    } catch (error) {
      throw error instanceof NotBegunError ? new HostFailureError(notStarted(error.message)) : error
    }
  }

  async #callIn(host: Host, call: HostCall): Promise<HostAnswer> {
    try {
      call.signal.throwIfAborted()
      return await talk(host, call)
    } finally {
      if (host.isAlive()) this.#idle.push(host)
    }
  }

  /** Ends all idle places; running ones end with their calls' signals. */
  close(): void {
    for (const host of this.#idle.splice(0)) host.kill('the worker shuts down')
  }

  #spawnPlace(): Promise<Host> {
    return this.#spawn().catch((error: Error) => {
      throw new NotBegunError(error.message)
    })
  }

  async #enter(projectId: string, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted()
    if (this.#busy < this.#limit) {
      this.#busy++
      return
    }
    await new Promise<void>((resolve, reject) => {
      const queue = this.#waiting.get(projectId) ?? []
      const enter = () => {
        signal.removeEventListener('abort', abort)
        resolve()
      }
      const abort = () => {
        queue.splice(queue.indexOf(enter), 1)
        reject(signal.reason)
      }
      queue.push(enter)
      this.#waiting.set(projectId, queue)
      signal.addEventListener('abort', abort, { once: true })
    })
  }

  #leave(): void {
    for (const [project, queue] of this.#waiting) {
      this.#waiting.delete(project)
      const next = queue.shift()
      // To the end of the line, so that a project with many calls does not keep the others waiting.
      if (queue.length > 0) this.#waiting.set(project, queue)
      if (next) return next()
    }
    this.#busy--
  }
}

/** One order and its answer. A host that does not obey an abort in time is killed. */
function talk(host: Host, { order, signal, timeoutMs, onMessage }: HostCall): Promise<HostAnswer> {
  return new Promise((resolve, reject) => {
    let settled = false
    let begun = false
    const timers: NodeJS.Timeout[] = []
    const settle = (action: () => void) => {
      if (settled) return
      settled = true
      timers.forEach(clearTimeout)
      signal.removeEventListener('abort', abort)
      action()
    }
    const abort = () => {
      host.send({ type: 'abort' })
      timers.push(setTimeout(() => host.kill('it did not stop in time'), graceMs))
    }
    const timeout = () => {
      settle(() => reject(new HostFailureError(timeoutFailure(timeoutMs))))
      host.kill('its time is over')
    }
    host.onMessage((message) => {
      if (message.type === 'done' || message.type === 'inspected') settle(() => resolve(message))
      else if (message.type === 'failed') settle(() => reject(failureOf(message.failure, signal)))
      else if (message.type === 'begun') begun = true
      else onMessage(message)
    })
    host.onGone((reason) =>
      settle(() =>
        reject(
          signal.aborted
            ? signal.reason
            : begun
              ? new HostFailureError(gone(reason))
              : new NotBegunError(reason),
        ),
      ),
    )
    timers.push(setTimeout(timeout, timeoutMs))
    signal.addEventListener('abort', abort, { once: true })
    host.send({ type: 'order', order })
  })
}

function failureOf(failure: HostFailure, signal: AbortSignal): unknown {
  return signal.aborted ? signal.reason : new HostFailureError(failure)
}

function timeoutFailure(timeoutMs: number): HostFailure {
  const params = { seconds: Math.round(timeoutMs / 1000) }
  return { kind: 'domain', code: 'step-timeout', params, message: `no result within ${params.seconds} s` }
}

/** The machine's matter, not the block's: a later attempt may get a place. */
function notStarted(reason: string): HostFailure {
  return {
    kind: 'system',
    code: 'host-not-started',
    params: { reason },
    message: `no place to run the block: ${reason}`,
  }
}

function gone(reason: string): HostFailure {
  return {
    kind: 'system',
    code: 'host-died',
    params: { reason },
    message: `the process that ran the block died: ${reason}`,
  }
}
