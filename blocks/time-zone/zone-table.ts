/**
 * Local time and UTC for whole columns. Local µs are the clock's reading taken as if it were UTC:
 * 1970-01-01T00:00 on the clock is 0. NaN stays NaN.
 */
import { zoneTableFor } from './transitions.ts'
import type { ZoneTable } from './transitions.ts'

export { isZoneName } from './zone-name.ts'
export { zoneTable, zoneTableFor } from './transitions.ts'
export type { ZoneTable } from './transitions.ts'

/**
 * What to do where the clock does not say which instant is meant.
 * doubledHour: 'earlier' or 'later' of the two instants; 'by-order': rows are the first pass through the
 * hour until a stamp does not ascend, from there the second.
 * missingHour: 'shift' reads the clock with the offset before the jump (02:30 becomes 03:30); 'refuse'
 * does so too and lists the rows, for the caller to refuse.
 */
export interface LocalTimeRules {
  doubledHour: 'earlier' | 'later' | 'by-order'
  missingHour: 'shift' | 'refuse'
}

export interface LocalToUtc<Memory extends ArrayBufferLike = SharedArrayBuffer> {
  utcUs: Float64Array<Memory>
  /** How many rows lie in a doubled hour. */
  doubled: number
  /** How many rows lie in a missing hour. */
  shifted: number
  /** Under missingHour 'refuse': the rows in a missing hour. */
  refused: number[]
}

/**
 * UTC µs of a column of local clock readings in row order, written to `into` (which may be the column itself).
 * Throws RangeError for an unknown zone.
 */
export function localToUtc<Memory extends ArrayBufferLike = SharedArrayBuffer>(
  localUs: Float64Array,
  zone: string,
  rules: LocalTimeRules,
  into: Float64Array<Memory> = floats(localUs.length) as Float64Array<Memory>,
): LocalToUtc<Memory> {
  const result: LocalToUtc<Memory> = { utcUs: into, doubled: 0, shifted: 0, refused: [] }
  const range = rangeOf(localUs)
  if (!range) {
    result.utcUs.fill(NaN)
    return result
  }
  const stretches = localStretches(zoneTableFor(zone, range.low, range.high))
  let found = 0
  let secondPass = false
  let before = NaN
  for (let row = 0; row < localUs.length; row++) {
    const local = localUs[row]
    if (local !== local) {
      result.utcUs[row] = NaN
      continue
    }
    found = stretchAt(stretches.from, local, found)
    const kind = stretches.kind[found]
    let offset = stretches.offset[found]
    if (kind === doubledKind) {
      result.doubled++
      secondPass = before >= stretches.from[found] ? secondPass || local <= before : false
      if (rules.doubledHour === 'later' || (rules.doubledHour === 'by-order' && secondPass)) {
        offset = stretches.laterOffset[found]
      }
      before = local
    } else {
      before = NaN
      if (kind === missingKind) noteMissing(result, row, rules)
    }
    result.utcUs[row] = local - offset
  }
  return result
}

/**
 * Local clock readings (µs) of a column of instants (UTC µs), written to `local` (which may be the column itself).
 * Throws RangeError for an unknown zone.
 */
export function utcToLocal<Memory extends ArrayBufferLike = SharedArrayBuffer>(
  utcUs: Float64Array,
  zone: string,
  local: Float64Array<Memory> = floats(utcUs.length) as Float64Array<Memory>,
): Float64Array<Memory> {
  const range = rangeOf(utcUs)
  if (!range) return local.fill(NaN)
  const table = zoneTableFor(zone, range.low, range.high)
  let found = 0
  for (let row = 0; row < utcUs.length; row++) {
    found = stretchAt(table.startsUs, utcUs[row], found)
    local[row] = utcUs[row] + table.offsetsUs[found]
  }
  return local
}

const plainKind = 0
const doubledKind = 1
const missingKind = 2

/** The clock's line cut into stretches: within one, the same offset(s) hold. `offset` is that before a jump. */
interface Stretches {
  from: Float64Array
  kind: Uint8Array
  offset: Float64Array
  laterOffset: Float64Array
}

/** Transitions less than their own jump apart do not occur; each gives one doubled or missing stretch. */
function localStretches(table: ZoneTable): Stretches {
  const rows = [{ from: -Infinity, kind: plainKind, offset: table.offsetsUs[0], later: table.offsetsUs[0] }]
  for (let index = 1; index < table.startsUs.length; index++) {
    const [before, after] = [table.offsetsUs[index - 1], table.offsetsUs[index]]
    if (before === after) continue
    const start = table.startsUs[index] + Math.min(before, after)
    const kind = after > before ? missingKind : doubledKind
    rows.push({ from: start, kind, offset: before, later: after })
    rows.push({
      from: table.startsUs[index] + Math.max(before, after),
      kind: plainKind,
      offset: after,
      later: after,
    })
  }
  return {
    from: Float64Array.from(rows, (row) => row.from),
    kind: Uint8Array.from(rows, (row) => row.kind),
    offset: Float64Array.from(rows, (row) => row.offset),
    laterOffset: Float64Array.from(rows, (row) => row.later),
  }
}

/** Index of the stretch that holds the value; starts at the last one found, since columns are mostly in order. */
function stretchAt(from: Float64Array, value: number, last: number): number {
  let index = last
  while (index + 1 < from.length && value >= from[index + 1]) index++
  while (value < from[index]) index--
  return index
}

function noteMissing(
  result: Pick<LocalToUtc, 'shifted' | 'refused'>,
  row: number,
  rules: LocalTimeRules,
): void {
  result.shifted++
  if (rules.missingHour === 'refuse') result.refused.push(row)
}

function rangeOf(values: Float64Array): { low: number; high: number } | undefined {
  let low = Infinity
  let high = -Infinity
  for (const value of values) {
    if (value < low) low = value
    if (value > high) high = value
  }
  return low <= high ? { low, high } : undefined
}

function floats(rows: number): Float64Array<SharedArrayBuffer> {
  return new Float64Array(new SharedArrayBuffer(rows * 8))
}
