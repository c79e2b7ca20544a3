import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { identify } from '#config/processes.ts'
import type { InstanceProcess } from '#config/instance.ts'
import { hasEnded } from './processes.ts'

/** A process that answered, and the way to end it. */
export interface RunningProcess {
  process: ChildProcess
  stop(): Promise<void>
}

/** How a service is started; `signal` is raised when the product ends meanwhile. */
export interface ServiceDefinition {
  name: string
  /** Servers end after, and in reverse order of, everything that uses them. */
  isServer?: boolean
  start(signal: AbortSignal): Promise<RunningProcess>
}

/** Told about every change of a service in one sentence. */
export type ServiceListener = (service: Service, event: string) => void

// The first restart is at once: work waits for it. A service that dies again and again is given time.
const backOffMs = [0, 500, 1_000, 2_000, 4_000, 8_000, 10_000]
const steadyAfterMs = 60_000

/** One process of the product: started again whenever it ends, until it is stopped. */
export class Service {
  readonly name: string
  readonly isServer: boolean
  state: InstanceProcess['state'] = 'starting'
  restarts = 0
  #definition: ServiceDefinition
  #listener: ServiceListener
  #running: RunningProcess | undefined
  #watch: Promise<void> | undefined
  #ending = new AbortController()

  constructor(definition: ServiceDefinition, listener: ServiceListener) {
    this.name = definition.name
    this.isServer = definition.isServer ?? false
    this.#definition = definition
    this.#listener = listener
  }

  /** Starts it for the first time; throws when that does not work. */
  async start(): Promise<void> {
    const started = this.#launch()
    this.#watch = started.catch(() => undefined) // the caller gets the error
    await started
    this.#change('running', 'runs')
    this.#watch = this.#keepRunning()
  }

  /** Ends it for good. */
  async stop(): Promise<void> {
    this.#ending.abort()
    await this.#running?.stop()
    await this.#watch
    this.#change('stopped', 'has ended')
  }

  /** What others may know about it. */
  describe(): InstanceProcess {
    const pid = this.#running && !hasEnded(this.#running.process) ? this.#running.process.pid : undefined
    const identity = pid === undefined ? undefined : identify(pid)
    return { name: this.name, state: this.state, restarts: this.restarts, ...identity }
  }

  async #keepRunning(): Promise<void> {
    let failures = 0
    while (this.#running) {
      const since = Date.now()
      const reason = await endOf(this.#running.process)
      if (this.#ending.signal.aborted) return
      failures = Date.now() - since > steadyAfterMs ? 0 : failures
      this.#change('restarting', `ended unexpectedly (${reason})`)
      failures = await this.#startAgain(failures)
    }
  }

  /** Tries until it runs or the product ends; returns how many tries in a row there have been. */
  async #startAgain(failures: number): Promise<number> {
    const { signal } = this.#ending
    while (!signal.aborted) {
      await sleep(backOffMs[Math.min(failures, backOffMs.length - 1)], undefined, { signal }).catch(
        ignoreAbort,
      )
      failures++
      try {
        this.restarts++
        await this.#launch()
        this.#change('running', 'runs again')
        return failures
      } catch (error) {
        if (!signal.aborted) this.#change('restarting', (error as Error).message)
      }
    }
    return failures
  }

  async #launch(): Promise<void> {
    this.#running = undefined
    const running = await this.#definition.start(this.#ending.signal)
    if (this.#ending.signal.aborted) return running.stop()
    this.#running = running
  }

  #change(state: InstanceProcess['state'], event: string): void {
    this.state = state
    this.#listener(this, event)
  }
}

async function endOf(child: ChildProcess): Promise<string> {
  if (!hasEnded(child)) await once(child, 'exit')
  return child.signalCode ?? `exit code ${child.exitCode}`
}

function ignoreAbort(error: Error): void {
  if (error.name !== 'AbortError') throw error
}
