import pg from 'pg'
import { noteSpans, spansOfTimes } from '../rollups/work.ts'
import { inTransaction } from '../transaction.ts'
import { copyBytes } from './copy-bytes.ts'
import { copyIn } from './copy-in.ts'
import { countRows, pickRows } from './deliveries.ts'
import type { Delivery, IngestWork, IngestWritten, Refused } from './deliveries.ts'
import { insertSamples } from './insert-samples.ts'
import type { Inserted } from './insert-samples.ts'
import { judgeRows } from './judge-rows.ts'
import { insertGaps, insertRefused } from './report-rows.ts'
import { TagDirectory } from './tag-directory.ts'
import type { KnownTag } from './tag-directory.ts'

const uniqueViolation = '23505'

interface Judged {
  storable: Delivery[]
  refused: Refused[]
  tags: Map<number, KnownTag>
}

/** Writes what connections bring. Any number of writers may write the same samples. */
export class IngestWriter {
  readonly #pool: pg.Pool
  readonly #tags = new TagDirectory()
  /** Whether the last samples were partly there: then COPY would be in vain. */
  #isRepeating = false

  constructor(pool: pg.Pool) {
    this.#pool = pool
  }

  /**
   * All of it in one transaction; writing it again changes nothing. What can never be stored does not keep out the
   * rest: it goes to quarantine. Throws where the database is away or cannot write; then nobody knows whether the
   * work is done, and it has to be repeated.
   */
  async write(work: IngestWork): Promise<IngestWritten> {
    try {
      return await this.#writeOnce(work)
    } catch (error) {
      if (!isAboutData(error)) throw error
      // A tag may have been deleted or changed since it was asked for.
      this.#tags.forget()
      return this.#writeApart(work)
    }
  }

  /** The tags were changed: they are asked for anew. */
  forgetTags(): void {
    this.#tags.forget()
  }

  async #writeOnce(work: IngestWork): Promise<IngestWritten> {
    const ids = new Set<number>()
    for (const { batch } of [...work.samples, ...work.refused]) for (const key of batch.keys) ids.add(key)
    const tags = await this.#tags.load(this.#pool, ids)
    const judged = judgeRows(work.samples, tags)
    const refused = [...work.refused, ...judged.refused]
    const inserted = await this.#store({ storable: judged.storable, refused, tags }, work)
    const duplicates = countRows(judged.storable) - inserted.written - inserted.revisions
    return { ...inserted, duplicates, quarantined: countRows(refused) }
  }

  async #store(judged: Judged, work: IngestWork): Promise<Inserted> {
    const count = countRows(judged.storable)
    if (this.#isRepeating || count === 0) return this.#insert(judged, work)
    try {
      await this.#copy(judged, work)
      return { written: count, revisions: 0 }
    } catch (error) {
      if (codeOf(error) !== uniqueViolation) throw error
      return this.#insert(judged, work)
    }
  }

  /** The fastest way, which a single sample that is there already makes fail as a whole. */
  async #copy({ storable, refused, tags }: Judged, { gaps }: IngestWork): Promise<void> {
    const { sql, bytes } = copyBytes(storable, tags)
    await inOneTransaction(this.#pool, async (client) => {
      await insertRefused(client, refused, tags)
      await insertGaps(client, gaps)
      await noteDeliveries(client, storable)
      await copyIn(client, sql, bytes)
    })
  }

  async #insert({ storable, refused, tags }: Judged, { gaps }: IngestWork): Promise<Inserted> {
    const inserted = await inOneTransaction(this.#pool, async (client) => {
      await insertRefused(client, refused, tags)
      await insertGaps(client, gaps)
      const inserted = await insertSamples(client, storable, tags)
      if (inserted.written + inserted.revisions > 0) await noteDeliveries(client, storable)
      return inserted
    })
    this.#isRepeating = inserted.written < countRows(storable)
    return inserted
  }

  /** In halves, until what PostgreSQL refuses is alone and goes to quarantine with its reason. */
  async #writeApart(work: IngestWork): Promise<IngestWritten> {
    const halves = halvesOf(work)
    if (!halves) return this.#writeOnceOrQuarantine(work)
    const total: IngestWritten = { written: 0, duplicates: 0, revisions: 0, quarantined: 0 }
    for (const half of halves) {
      const part = await this.#writeOnce(half).catch((error: unknown) => {
        if (!isAboutData(error)) throw error
        return this.#writeApart(half)
      })
      for (const key of ['written', 'duplicates', 'revisions', 'quarantined'] as const)
        total[key] += part[key]
    }
    return total
  }

  async #writeOnceOrQuarantine(work: IngestWork): Promise<IngestWritten> {
    try {
      return await this.#writeOnce(work)
    } catch (error) {
      const [sample] = work.samples
      if (!isAboutData(error) || !sample) throw error
      return this.#writeOnce({
        samples: [],
        refused: [{ ...sample, cause: `refused-${codeOf(error)}` }],
        gaps: [],
      })
    }
  }
}

/** Undefined: it is one sample, or none. What comes without samples stays together. */
function halvesOf({ samples, refused, gaps }: IngestWork): IngestWork[] | undefined {
  const others = { samples: [], refused, gaps }
  if (refused.length + gaps.length > 0 && samples.length > 0)
    return [others, { samples, refused: [], gaps: [] }]
  const work = (part: Delivery[]): IngestWork => ({ samples: part, refused: [], gaps: [] })
  const middle = samples.length >> 1
  if (middle > 0) return [work(samples.slice(0, middle)), work(samples.slice(middle))]
  const [only] = samples
  if (!only || only.batch.length < 2) return undefined
  const rows = Uint32Array.from({ length: only.batch.length }, (_, row) => row)
  const half = rows.length >> 1
  return [rows.slice(0, half), rows.slice(half)].map((part) =>
    work([{ ...only, batch: pickRows(only.batch, part) }]),
  )
}

function codeOf(error: unknown): string | undefined {
  return error instanceof pg.DatabaseError ? error.code : undefined
}

/** Data exceptions and violated constraints: trying the same again is of no use. */
function isAboutData(error: unknown): boolean {
  return /^2[23]/.test(codeOf(error) ?? '')
}

async function inOneTransaction<T>(pool: pg.Pool, work: (client: pg.ClientBase) => Promise<T>): Promise<T> {
  return inTransaction(pool, 'begin isolation level read committed', work)
}

/** The roll-ups are told in the transaction that brings the samples. */
async function noteDeliveries(client: pg.ClientBase, deliveries: Delivery[]): Promise<void> {
  await noteSpans(
    client,
    deliveries.flatMap(({ batch }) => spansOfTimes(batch.keys, batch.timesUs)),
  )
}
