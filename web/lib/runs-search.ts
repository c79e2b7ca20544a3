/** The filters of the runs list as they stand in the address. */
import { runStatuses } from '#pipeline/run-words.ts'
import type { RunStatus } from '#pipeline/run-words.ts'

export interface RunsSearch {
  status?: RunStatus[]
  pipeline?: string
  startedBy?: string
  /** ISO days, the last one included. */
  from?: string
  until?: string
}

/** What can be read of an address that anyone may have written. */
export function readRunsSearch(search: Record<string, unknown>): RunsSearch {
  const statuses = Array.isArray(search.status) ? search.status : []
  const status = runStatuses.filter((known) => statuses.includes(known))
  return {
    ...(status.length > 0 && { status }),
    ...text('pipeline', search.pipeline),
    ...text('startedBy', search.startedBy),
    ...day('from', search.from),
    ...day('until', search.until),
  }
}

function text(key: string, value: unknown): Record<string, string> {
  return typeof value === 'string' && value ? { [key]: value.slice(0, 200) } : {}
}

function day(key: string, value: unknown): Record<string, string> {
  const isDay =
    typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value) && !Number.isNaN(Date.parse(value))
  return isDay ? { [key]: value } : {}
}

/** The same for the gateway: days begin and end where the person is. */
export function runsFilter({ from, until, ...rest }: RunsSearch) {
  return {
    ...rest,
    ...(from && { from: new Date(`${from}T00:00:00`).toISOString() }),
    ...(until && { until: dayAfter(until).toISOString() }),
  }
}

function dayAfter(isoDay: string): Date {
  const start = new Date(`${isoDay}T00:00:00`)
  start.setDate(start.getDate() + 1)
  return start
}
