/** What callers say, as work that can always be written: what is wrong with it is refused before it is accepted. */
import { createHash, randomUUID } from 'node:crypto'
import type { GapRow } from '#datasets/ingest/deliveries.ts'
import type { Gap } from '../adapter.ts'
import type { SampleBatch } from '../sample-batch.ts'
import type { SpoolLoss } from '../spool/spool-page.ts'

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** Throws RangeError for what is no id of a connection. */
export function checkConnection(connectionId: string): void {
  if (!uuid.test(connectionId)) throw new RangeError(`${connectionId} is no id of a connection`)
}

/** One row for each tag. Throws RangeError for times and counts that are none. */
export function gapRows(gap: Gap, connectionId: string): GapRow[] {
  const [fromUs, toUs] = [Math.floor(gap.fromUs), Math.ceil(gap.toUs)]
  const count = gap.count ?? null
  for (const number of [fromUs, toUs, count ?? 0])
    if (!Number.isSafeInteger(number)) throw new RangeError(`a gap cannot have ${number}`)
  const keys = gap.keys.length > 0 ? gap.keys : [null]
  return keys.map((tagId) => ({
    id: randomUUID(),
    ...{ tagId, connectionId, fromUs, toUs, count },
    cause: gap.cause,
  }))
}

/** Nobody knows whose samples lay there. The same place has the same id. */
export function lossRow({ segment, offset, samples, fromUs, toUs }: SpoolLoss): GapRow {
  const hex = createHash('sha256').update(`spool ${segment} ${offset}`).digest('hex')
  const id = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5')
  return { id, tagId: null, connectionId: null, fromUs, toUs, cause: 'spool-damaged', count: samples ?? null }
}

/**
 * Gives every batch an arrival of its own, later than that of the batch before: by it the historian knows what came
 * first at the same tag and time. A clock that was set back is followed.
 */
export class Arrivals {
  #last = 0

  stamp(batch: SampleBatch): SampleBatch {
    const said = Math.round(batch.receivedUs)
    const isBack = said < this.#last - clockStepUs
    this.#last = isBack ? said : Math.max(said, this.#last + 1)
    return this.#last === batch.receivedUs ? batch : { ...batch, receivedUs: this.#last }
  }
}

const clockStepUs = 1_000_000
