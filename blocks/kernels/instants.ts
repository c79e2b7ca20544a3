/** Instants in settings: ISO 8601, with offset ('2024-01-01T00:00:00Z') or on the table's local clock. */
import { z } from 'zod'
import { localToUtc } from '#blocks/time-zone/zone-table.ts'

const pattern = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?)(Z|[+-]\d{2}:\d{2})?)?$/

/** '2024-01-31', '2024-01-31T06:00', '2024-01-31T06:00:00+01:00'. */
export const instantText = z
  .string()
  .refine(isInstantText, "a date or time such as '2024-01-31' or '2024-01-31T06:00:00+01:00'")

export function isInstantText(text: string): boolean {
  const match = pattern.exec(text)
  if (!match) return false
  const [, date, clock = '00:00', offset = 'Z'] = match
  const noon = new Date(`${date}T12:00Z`)
  return !Number.isNaN(Date.parse(`${date}T${clock}${offset}`)) && noon.toISOString().startsWith(date)
}

/**
 * Epoch µs. Without an offset the text is meant on the clock of `zone`: the earlier one in a doubled hour,
 * in a missing hour read with the offset before the jump.
 */
export function instantUs(text: string, zone: string): number {
  const match = pattern.exec(text)
  if (!match) throw new Error(`not an instant: ${JSON.stringify(text)}`)
  const [, date, clock = '00:00', offset] = match
  const us = Date.parse(`${date}T${clock}${offset ?? 'Z'}`) * 1_000
  if (offset) return us
  return localToUtc(Float64Array.of(us), zone, { doubledHour: 'earlier', missingHour: 'shift' }).utcUs[0]
}
