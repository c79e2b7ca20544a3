/** Samples of one tag in columns, as they come out of the historian's table and its archive alike. */
import type { TagType } from '../historian-tags.ts'

/** By the type of the tag; where a sample has no value it holds NaN, 0 or ''. */
export type StoredValues = Float64Array | BigInt64Array | Uint8Array | string[]

/** By time, those of one time by revision. */
export interface StoredRows {
  type: TagType
  length: number
  timesUs: Float64Array
  revisions: Int32Array
  qualities: Uint8Array
  /** 1 where a bad sample came without a value. */
  empty: Uint8Array
  values: StoredValues
  /** What only those need who decide on revisions. */
  origin?: Origin
}

/** How samples came; `none` where that is unknown. */
export interface Origin {
  statuses: (string | null)[]
  receivedUs: BigInt64Array
  sequences: BigInt64Array
}

/** Stands for NULL in a column of whole numbers; no clock and no counter says it. */
export const none = -(2n ** 63n)

export function emptyRows(type: TagType): StoredRows {
  return {
    type,
    length: 0,
    timesUs: new Float64Array(),
    revisions: new Int32Array(),
    qualities: new Uint8Array(),
    empty: new Uint8Array(),
    values: newValuesOf(type, 0),
    origin: { statuses: [], receivedUs: new BigInt64Array(), sequences: new BigInt64Array() },
  }
}

const arrays = { number: Float64Array, integer: BigInt64Array, boolean: Uint8Array }

/** Values of a type for so many rows. */
export function newValuesOf(type: TagType, length: number): StoredValues {
  return type === 'text' ? new Array<string>(length).fill('') : new arrays[type](length)
}

/** Some of the rows, in the order given. */
export function takeRows(rows: StoredRows, chosen: Uint32Array): StoredRows {
  const pick = <T extends Float64Array | Int32Array | Uint8Array | BigInt64Array>(column: T): T => {
    const taken = new (column.constructor as new (length: number) => T)(chosen.length)
    for (let i = 0; i < chosen.length; i++) taken[i] = column[chosen[i]]
    return taken
  }
  const texts = <T>(column: T[]): T[] => Array.from(chosen, (row) => column[row])
  const { origin, values } = rows
  return {
    type: rows.type,
    length: chosen.length,
    timesUs: pick(rows.timesUs),
    revisions: pick(rows.revisions),
    qualities: pick(rows.qualities),
    empty: pick(rows.empty),
    values: Array.isArray(values) ? texts(values) : pick(values),
    ...(origin && {
      origin: {
        statuses: texts(origin.statuses),
        receivedUs: pick(origin.receivedUs),
        sequences: pick(origin.sequences),
      },
    }),
  }
}

/** Rows of one tag one behind the other. */
export function joinRows(parts: StoredRows[]): StoredRows {
  const [first] = parts
  if (parts.length === 1) return first
  const length = parts.reduce((sum, part) => sum + part.length, 0)
  const column = <T extends Float64Array | Int32Array | Uint8Array | BigInt64Array>(
    of: (rows: StoredRows) => T,
  ): T => {
    const joined = new (of(first).constructor as new (length: number) => T)(length)
    let at = 0
    for (const part of parts) {
      // One kind of array each.
      joined.set(of(part) as Float64Array & BigInt64Array, at)
      at += part.length
    }
    return joined
  }
  return {
    type: first.type,
    length,
    timesUs: column((rows) => rows.timesUs),
    revisions: column((rows) => rows.revisions),
    qualities: column((rows) => rows.qualities),
    empty: column((rows) => rows.empty),
    values:
      first.type === 'text'
        ? parts.flatMap((part) => part.values as string[])
        : column((rows) => rows.values as Float64Array),
    ...(parts.every((part) => part.origin) && {
      origin: {
        statuses: parts.flatMap((part) => part.origin!.statuses),
        receivedUs: column((rows) => rows.origin!.receivedUs),
        sequences: column((rows) => rows.origin!.sequences),
      },
    }),
  }
}
