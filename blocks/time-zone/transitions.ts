/** Offsets of a time zone as a sorted table, made once per zone and year range from the runtime's zone rules. */
import { Temporal } from 'temporal-polyfill'

/** Offset `offsetsUs[i]` (local minus UTC) holds from `startsUs[i]` (UTC µs) up to the next start; the first start is -Infinity. */
export interface ZoneTable {
  startsUs: Float64Array
  offsetsUs: Float64Array
}

const cache = new Map<string, ZoneTable>()

/** The zone's offsets, exact for all instants between the two years (UTC), each with a margin of one day. Throws RangeError for an unknown zone. */
export function zoneTable(zone: string, fromYear: number, toYear: number): ZoneTable {
  const key = `${zone} ${fromYear} ${toYear}`
  const known = cache.get(key)
  if (known) return known
  const table = readTable(zone, fromYear, toYear)
  cache.set(key, table)
  return table
}

/** The zone's offsets for values that lie between these instants (or local times) in µs. */
export function zoneTableFor(zone: string, fromUs: number, toUs: number): ZoneTable {
  const decade = (us: number) => Math.floor(yearOf(us) / 10) * 10
  return zoneTable(zone, decade(fromUs), decade(toUs) + 9)
}

function readTable(zone: string, fromYear: number, toYear: number): ZoneTable {
  const endMs = Date.UTC(toYear + 1, 0, 2)
  let at = Temporal.Instant.fromEpochMilliseconds(Date.UTC(fromYear, 0, 1) - 86_400_000).toZonedDateTimeISO(
    zone,
  )
  const starts = [-Infinity]
  const offsets = [at.offsetNanoseconds / 1_000]
  for (;;) {
    const next = at.getTimeZoneTransition('next')
    if (!next || next.epochMilliseconds > endMs) break
    starts.push(next.epochMilliseconds * 1_000)
    offsets.push(next.offsetNanoseconds / 1_000)
    at = next
  }
  return { startsUs: Float64Array.from(starts), offsetsUs: Float64Array.from(offsets) }
}

function yearOf(us: number): number {
  return new Date(us / 1_000).getUTCFullYear()
}
