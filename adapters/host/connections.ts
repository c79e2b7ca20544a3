/** All connections of a host: what is wanted is read, what is observed is written. */
import pg from 'pg'
import type { TagProblem } from '#adapters/adapter.ts'
import { ConnectionRunner } from './connection-runner.ts'
import type { HostParts } from './parts.ts'
import { writeProblems, writeStates } from './state-writer.ts'
import { readWanted } from './wanted.ts'

const slowPollMs = 5_000
const writeMs = 1_000

export interface ConnectionsOptions {
  parts: HostParts
  /** For a connection of its own that listens to changes. */
  databaseUrl: string
}

export class Connections {
  readonly runners = new Map<string, ConnectionRunner>()
  readonly #parts: HostParts
  readonly #databaseUrl: string
  readonly #problems = new Map<number, TagProblem>()
  #listener?: pg.Client
  #timers: NodeJS.Timeout[] = []
  #isReading = false
  #isStale = false
  #isWriting = false
  #isClosed = false
  #soon?: NodeJS.Timeout

  constructor({ parts, databaseUrl }: ConnectionsOptions) {
    this.#parts = parts
    this.#databaseUrl = databaseUrl
  }

  /** Begins with what is wanted now; a database that is away is asked again. */
  async begin(): Promise<void> {
    await this.refresh()
    void this.#listen()
    this.#timers = [
      setInterval(() => {
        void this.#listen()
        void this.refresh()
      }, slowPollMs),
      setInterval(() => void this.write(), writeMs),
    ]
  }

  /** Reads what is wanted; called while it reads, it reads once more. */
  async refresh(): Promise<void> {
    this.#isStale = true
    if (this.#isReading || this.#isClosed) return
    this.#isReading = true
    try {
      while (this.#isStale && !this.#isClosed) {
        this.#isStale = false
        await this.#apply()
      }
    } catch (error) {
      this.#parts.log('warning', 'connections-not-read', { error: String(error) })
    } finally {
      this.#isReading = false
    }
  }

  /** Writes down what is observed. */
  async write(): Promise<void> {
    if (this.#isWriting) return
    this.#isWriting = true
    const problems = [...this.#problems.values()]
    this.#problems.clear()
    try {
      const states = [...this.runners].map(([id, runner]) => ({ id, observed: runner.observe() }))
      await writeStates(this.#parts.pool, states)
      if (problems.length > 0) await writeProblems(this.#parts.pool, problems)
    } catch (error) {
      for (const problem of problems)
        if (!this.#problems.has(problem.key)) this.#problems.set(problem.key, problem)
      this.#parts.log('warning', 'states-not-written', { error: String(error) })
    } finally {
      this.#isWriting = false
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true
    for (const timer of this.#timers) clearInterval(timer)
    clearTimeout(this.#soon)
    await this.#listener?.end().catch(() => undefined)
    await Promise.all([...this.runners.values()].map((runner) => runner.close()))
    await this.write()
  }

  async #apply(): Promise<void> {
    const wanted = await readWanted(this.#parts.pool)
    if (this.#isClosed) return
    const ids = new Set(wanted.map(({ id }) => id))
    for (const [id, runner] of this.runners) {
      if (ids.has(id)) continue
      this.runners.delete(id)
      void runner.close()
    }
    for (const connection of wanted) {
      const runner = this.runners.get(connection.id)
      if (runner)
        runner.apply({
          ...connection,
          coveredUs: runner.wanted.coveredUs,
          lastGoodUs: runner.wanted.lastGoodUs,
        })
      else this.runners.set(connection.id, this.#start(connection))
    }
  }

  #start(wanted: ConstructorParameters<typeof ConnectionRunner>[0]): ConnectionRunner {
    return new ConnectionRunner(wanted, this.#parts, {
      onState: () => this.#writeSoon(),
      onProblems: (problems) => {
        for (const problem of problems) this.#problems.set(problem.key, problem)
        this.#writeSoon()
      },
    })
  }

  #writeSoon(): void {
    this.#soon ??= setTimeout(() => {
      this.#soon = undefined
      if (!this.#isClosed) void this.write()
    }, 50)
  }

  /** A database connection of its own; when it breaks, the slow poll makes another. */
  async #listen(): Promise<void> {
    if (this.#listener || this.#isClosed) return
    const client = (this.#listener = new pg.Client({ connectionString: this.#databaseUrl }))
    const lost = () => {
      if (this.#listener === client) this.#listener = undefined
    }
    client.on('error', lost)
    client.on('end', lost)
    client.on('notification', () => void this.refresh())
    try {
      await client.connect()
      await client.query('listen connection_changed')
      await this.refresh()
    } catch {
      lost() // the slow poll tries again, and says what is wrong
      await client.end().catch(() => undefined)
    }
  }
}
