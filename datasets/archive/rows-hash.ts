/** A fingerprint of samples that hangs on nothing but the samples: whoever hands them over, and in which portions. */
import { createHash } from 'node:crypto'
import type { Hash } from 'node:crypto'
import type { StoredRows } from './stored-rows.ts'

const columns = [
  'tags',
  'times',
  'revisions',
  'qualities',
  'empty',
  'values',
  'statuses',
  'received',
  'sequences',
] as const

/** Samples of one tag after the other, each by time and revision, with how they came. */
export class RowsHash {
  /** How many there were. */
  count = 0
  readonly #columns = Object.fromEntries(columns.map((name) => [name, createHash('sha256')])) as Record<
    (typeof columns)[number],
    Hash
  >

  add(tagId: number, rows: StoredRows): void {
    const { tags, times, revisions, qualities, empty, values, statuses, received, sequences } = this.#columns
    this.count += rows.length
    tags.update(bytesOf(new Int32Array(rows.length).fill(tagId)))
    times.update(bytesOf(rows.timesUs))
    revisions.update(bytesOf(rows.revisions))
    qualities.update(rows.qualities)
    empty.update(rows.empty)
    if (Array.isArray(rows.values)) addTexts(values, rows.values)
    else values.update(bytesOf(withoutEmpty(rows)))
    const { origin } = rows
    if (!origin) throw new Error('the fingerprint of samples covers how they came')
    addTexts(statuses, origin.statuses)
    received.update(bytesOf(origin.receivedUs))
    sequences.update(bytesOf(origin.sequences))
  }

  digest(): string {
    const all = createHash('sha256')
    for (const name of columns) all.update(this.#columns[name].digest())
    return all.digest('hex')
  }
}

function addTexts(hash: Hash, texts: (string | null)[]): void {
  for (const text of texts) hash.update(`${JSON.stringify(text)}\n`)
}

/** A number that is missing stands as NaN, of which there are many. */
function withoutEmpty({ values, empty }: StoredRows): ArrayBufferView {
  if (!(values instanceof Float64Array) || !empty.includes(1)) return values as Float64Array
  return values.map((value, row) => (empty[row] ? 0 : value))
}

function bytesOf(view: ArrayBufferView): Uint8Array {
  return new Uint8Array(view.buffer, view.byteOffset, view.byteLength)
}
