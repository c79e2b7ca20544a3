/** Clocks that show a zone's time without saying so. Adapters read such times as if they were UTC. */
import { Temporal } from 'temporal-polyfill'

const quarterUs = 900_000_000
const maxCached = 50_000

/** Offsets change at whole quarters of an hour only, so one look a quarter is enough. */
export function makeNaiveClock(zone: string): (shownUs: number, receivedUs: number) => number {
  const known = new Map<number, [number, number]>()
  const offsetsAt = (quarter: number): [number, number] => {
    const found = known.get(quarter) ?? offsets(zone, quarter * quarterUs)
    if (known.size >= maxCached) known.clear()
    known.set(quarter, found)
    return found
  }
  return (shownUs, receivedUs) => {
    const [earlier, later] = offsetsAt(Math.floor(shownUs / quarterUs)).map((offset) => shownUs - offset)
    // In the hour that comes twice the time that is nearer to the arrival is meant.
    return Math.abs(receivedUs - earlier) <= Math.abs(receivedUs - later) ? earlier : later
  }
}

/** Both offsets from UTC, µs, that a shown time may have. */
function offsets(zone: string, shownUs: number): [number, number] {
  const shown = Temporal.Instant.fromEpochMilliseconds(shownUs / 1_000)
    .toZonedDateTimeISO('UTC')
    .toPlainDateTime()
  const offset = (disambiguation: 'earlier' | 'later') =>
    shownUs - shown.toZonedDateTime(zone, { disambiguation }).epochMilliseconds * 1_000
  return [offset('earlier'), offset('later')]
}
