/** Late samples put between those that are archived, as if nothing had ever been archived. */
import { decideRevisions } from '../ingest/decide-revisions.ts'
import type { Stored, Version } from '../ingest/decide-revisions.ts'
import { joinRows, none, takeRows } from './stored-rows.ts'
import type { StoredRows } from './stored-rows.ts'

/**
 * `late` came when `archived` were no longer in the table: so their revisions begin anew, and some may be what was
 * there already. Each of them goes through the rule of revisions once more, after those that are archived.
 */
export function mergeLate(archived: StoredRows, late: StoredRows, kind: 'state' | 'event'): StoredRows {
  if (late.length === 0) return archived
  const all = joinRows([archived, late])
  const order: number[] = []
  const revisions: number[] = []
  const add = (row: number, revision: number) => {
    order.push(row)
    revisions.push(revision)
  }
  for (let a = 0, l = 0; a < archived.length || l < late.length;) {
    const timeUs = Math.min(archived.timesUs[a] ?? Infinity, late.timesUs[l] ?? Infinity)
    const [fromA, fromL] = [a, l]
    while (archived.timesUs[a] === timeUs) a++
    while (late.timesUs[l] === timeUs) l++
    if (fromA === a) for (let row = fromL; row < l; row++) add(archived.length + row, late.revisions[row])
    else
      for (const { row, revision } of decide(all, rangeOf(fromA, a), {
        late: rangeOf(archived.length + fromL, archived.length + l),
        kind,
      }))
        add(row, revision)
  }
  return { ...takeRows(all, Uint32Array.from(order)), revisions: Int32Array.from(revisions) }
}

interface Placed extends Stored {
  row: number
}

/** All samples of one moment by revision. */
function decide(
  rows: StoredRows,
  archived: number[],
  { late, kind }: { late: number[]; kind: 'state' | 'event' },
): Placed[] {
  const known = archived.map((row): Placed => ({ ...versionOf(rows, row), revision: rows.revisions[row] }))
  for (const row of late) {
    // One by one: the table has decided on them among themselves.
    for (const { sample, revision } of decideRevisions(kind, known, [versionOf(rows, row)]))
      known.push({ ...sample, revision })
  }
  return known.sort((a, b) => a.revision - b.revision)
}

function versionOf(rows: StoredRows, row: number): Version & { row: number } {
  const { receivedUs, sequences } = rows.origin!
  const value = rows.values[row]
  const text = rows.empty[row] ? 'none' : `= ${Object.is(value, -0) ? '-0' : String(value)}`
  return {
    row,
    identity: `${rows.qualities[row]} ${text}`,
    sequence: sequences[row] === none ? undefined : sequences[row],
    receivedUs: receivedUs[row] === none ? undefined : Number(receivedUs[row]),
  }
}

function rangeOf(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, i) => from + i)
}
