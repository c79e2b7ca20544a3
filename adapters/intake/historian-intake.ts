/** Samples go to the historian, or to the spool while it is away, and are acknowledged once they are safe there. */
import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { openPool } from '#datasets/pool.ts'
import { IngestWriter } from '#datasets/ingest/ingest-writer.ts'
import type { Gap } from '../adapter.ts'
import { IntakeFull } from '../intake.ts'
import type { Intake, IntakeState } from '../intake.ts'
import { sliceBatch } from '../sample-batch.ts'
import type { SampleBatch } from '../sample-batch.ts'
import { Spool } from '../spool/spool.ts'
import { filesIn } from '../spool/spool-files.ts'
import type { SpoolFiles } from '../spool/spool-files.ts'
import { Arrivals, checkConnection, gapRows } from './accepted-work.ts'
import { FairQueue } from './fair-queue.ts'
import type { Waiting } from './fair-queue.ts'
import { Recent } from './recent.ts'
import { drainPage, pageBytes } from './spool-drain.ts'
import { bytesOf, countSamples, encodeWork, rowsOf, togetherOf } from './work-item.ts'
import type { Work } from './work-item.ts'

export interface IntakeOptions {
  databaseUrl: string
  /** A folder, or files as a test hands them in. */
  spool: string | SpoolFiles
  maxSpoolBytes: number
  /** Of what waits in memory. */
  maxQueueBytes?: number
}

interface Item extends Waiting {
  work: Work
  arrivedMs: number
  resolve(): void
  reject(error: Error): void
}

/** Rows of one transaction, and from how many waiting ones on a second is opened beside it. */
const [flushRows, crowdRows] = [10_000, 5_000]
/** The server itself ends a statement first, which leaves the connection fit for more. */
const [statementMs, answerMs] = [15_000, 20_000]
const [firstPauseMs, longestPauseMs] = [100, 1_000]

export class HistorianIntake implements Intake {
  readonly #pool: pg.Pool
  readonly #live: IngestWriter
  /** Its samples are often there already, unlike those of the other. */
  readonly #late: IngestWriter
  readonly #spool: Spool
  readonly #maxQueueBytes: number
  readonly #queue = new FairQueue<Item>()
  readonly #arrivals = new Arrivals()
  readonly #recent = new Recent()
  readonly #ending = new AbortController()
  readonly #writing = new Set<Promise<void>>()
  /** Of items that were taken from the queue. */
  #movingBytes = 0
  #isThere = false
  #historianError: string | undefined
  /** Why the spool cannot be emptied though the historian is there. */
  #drainError: string | undefined
  #isRefused = false
  #pageBytes = pageBytes.most
  #tending: Promise<void>

  private constructor(options: IntakeOptions, spool: Spool) {
    this.#pool = openPool({
      connectionString: options.databaseUrl,
      max: 4,
      connectionTimeoutMillis: 5_000,
      query_timeout: answerMs,
      // What is acknowledged has to outlive a power loss, whatever the server's default is.
      options: `-c synchronous_commit=on -c statement_timeout=${statementMs}`,
    })
    this.#live = new IngestWriter(this.#pool)
    this.#late = new IngestWriter(this.#pool)
    this.#spool = spool
    this.#maxQueueBytes = options.maxQueueBytes ?? 64 * 2 ** 20
    this.#tending = this.#tend()
  }

  /** Opens the spool; throws where another process writes to it. The historian may be away. */
  static async open(options: IntakeOptions): Promise<HistorianIntake> {
    const files = typeof options.spool === 'string' ? filesIn(options.spool) : options.spool
    return new HistorianIntake(options, await Spool.open({ files, maxBytes: options.maxSpoolBytes }))
  }

  async accept(batch: SampleBatch, connectionId: string): Promise<void> {
    for (let from = 0; from < batch.length; from += flushRows) {
      const part =
        batch.length > flushRows ? sliceBatch(batch, from, Math.min(from + flushRows, batch.length)) : batch
      await this.#take({ kind: 'samples', connectionId, batch: this.#arrivals.stamp(part) })
    }
  }

  async acceptGap(gap: Gap, connectionId: string): Promise<void> {
    await this.#take({ kind: 'gaps', connectionId, gaps: gapRows(gap, connectionId) })
  }

  async acceptQuarantine(batch: SampleBatch, connectionId: string, cause: string): Promise<void> {
    if (batch.length === 0) return
    await this.#take({ kind: 'refused', connectionId, batch: this.#arrivals.stamp(batch), cause })
  }

  state(): IntakeState {
    const { samples, bytes, maxBytes } = this.#spool
    const error = this.#spool.error ?? this.#drainError
    return {
      historian: this.#isThere ? 'there' : 'away',
      ...(!this.#isThere && this.#historianError && { historianError: this.#historianError }),
      spool: {
        ...{ samples, bytes, maxBytes },
        isFilling: bytes >= 0.8 * maxBytes,
        isFull: this.#isRefused,
        ...(error && { error }),
      },
      committedPerS: this.#recent.rowsPerS,
      lagMs: this.#recent.lagMs,
    }
  }

  /** Tags were made, changed or deleted: what is known of them is asked for anew. */
  forgetTags(): void {
    this.#live.forgetTags()
    this.#late.forgetTags()
  }

  async close(): Promise<void> {
    this.#ending.abort()
    await this.#tending
    while (this.#writing.size > 0 || !this.#queue.isEmpty) {
      this.#send()
      await Promise.all(this.#writing)
    }
    await this.#spool.close()
    await this.#pool.end()
  }

  #take(work: Work): Promise<void> {
    checkConnection(work.connectionId)
    if (this.#ending.signal.aborted) throw new IntakeFull('the intake is closed')
    const bytes = bytesOf(work)
    if (this.#queue.bytes + this.#movingBytes + bytes > this.#maxQueueBytes)
      throw new IntakeFull('more waits in memory than there is room for')
    return new Promise((resolve, reject) => {
      const { connectionId } = work
      const arrivedMs = performance.now()
      this.#queue.push({ work, connectionId, rows: rowsOf(work), bytes, arrivedMs, resolve, reject })
      this.#send()
    })
  }

  /** Writes begin when none is under way: what comes meanwhile goes together with the next. */
  #send(): void {
    while (!this.#queue.isEmpty) {
      const isBusy = this.#writing.size >= (this.#queue.rows >= crowdRows ? 2 : 1)
      if (this.#isThere && isBusy) return
      const items = this.#queue.take(this.#isThere ? flushRows : Infinity)
      const bytes = items.reduce((sum, item) => sum + item.bytes, 0)
      this.#movingBytes += bytes
      const written = (this.#isThere ? this.#commit(items) : this.#keep(items)).finally(() => {
        this.#movingBytes -= bytes
        this.#writing.delete(written)
        this.#send()
      })
      this.#writing.add(written)
    }
  }

  /** Whatever goes wrong: nobody knows then whether it is there, and writing it again does no harm. */
  async #commit(items: Item[]): Promise<void> {
    const work = togetherOf(items.map((item) => item.work))
    try {
      await this.#live.write(work)
    } catch (error) {
      this.#noteAway(error)
      return this.#keep(items)
    }
    const now = performance.now()
    const lagsMs = items.map(({ arrivedMs }) => now - arrivedMs)
    this.#recent.note(countSamples(work), lagsMs)
    for (const item of items) item.resolve()
  }

  async #keep(items: Item[]): Promise<void> {
    await Promise.all(
      items.map(async (item) => {
        try {
          await this.#spool.append(encodeWork(item.work), item.rows)
          this.#isRefused = false
          item.resolve()
        } catch (error) {
          this.#isRefused = true
          item.reject(new IntakeFull('neither historian nor spool can take it', { cause: error }))
        }
      }),
    )
  }

  #noteAway(error: unknown): void {
    this.#isThere = false
    this.#historianError = messageOf(error)
  }

  /** Looks for the historian while it is away, and empties the spool when it is there, until the intake is closed. */
  async #tend(): Promise<void> {
    let pauseMs = firstPauseMs
    while (!this.#ending.signal.aborted) {
      try {
        const hasMoved = await this.#moveOn()
        pauseMs = firstPauseMs
        this.#pageBytes = Math.min(2 * this.#pageBytes, pageBytes.most)
        this.#drainError = undefined
        if (hasMoved) continue
      } catch (error) {
        if (this.#isThere) this.#drainError = messageOf(error)
        this.#pageBytes = Math.max(this.#pageBytes / 2, pageBytes.least)
        pauseMs = Math.min(2 * pauseMs, longestPauseMs)
      }
      await sleep(pauseMs, undefined, { signal: this.#ending.signal }).catch(ignoreEnd)
    }
  }

  async #moveOn(): Promise<boolean> {
    if (!this.#isThere) {
      await this.#ask(() => this.#pool.query('select from sample limit 0'))
      this.#isThere = true
    }
    const hasMoved = await drainPage(this.#spool, this.#pageBytes, async (work) => {
      await this.#ask(() => this.#late.write(work))
      this.#recent.note(countSamples(work), [])
    })
    if (this.#spool.isEmpty) this.#isRefused = false
    return hasMoved
  }

  /** What the historian does not do says that it is away. */
  async #ask(work: () => Promise<unknown>): Promise<void> {
    try {
      await work()
    } catch (error) {
      this.#noteAway(error)
      throw error
    }
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

function ignoreEnd(): void {
  // The pause was cut short because the intake is being closed.
}
