/** Times as payloads write them, to whole µs since 1970 (UTC). */
import { Temporal } from 'temporal-polyfill'
import { z } from 'zod'

const zoneField = z
  .string()
  .max(60)
  .refine(isZone, { error: 'not a time zone' })
  .describe('Of the source clock, where its times name none: Europe/Berlin')

export const timeFormat = z.discriminatedUnion('format', [
  z.strictObject({ format: z.literal('epoch'), unit: z.enum(['s', 'ms', 'us', 'ns']) }),
  z.strictObject({ format: z.literal('iso'), zone: zoneField.default('UTC') }),
  z.strictObject({
    format: z.literal('pattern'),
    pattern: z
      .string()
      .max(60)
      .refine((text) => compilePattern(text) !== undefined, {
        error: 'needs year (yyyy, yy), month (MM) and day (dd), and may have HH, mm, ss and S for fractions',
      }),
    zone: zoneField.default('UTC'),
  }),
])
export type TimeFormat = z.infer<typeof timeFormat>

/** Undefined: what is there is no time. */
export type ReadTime = (raw: unknown) => number | undefined

/** Made once for a tag. */
export function timeReader(format: TimeFormat): ReadTime {
  if (format.format === 'epoch') return epochReader(format.unit)
  const toUs = localToUs(format.zone)
  if (format.format === 'iso') return (raw) => readIso(raw, toUs)
  const pattern = compilePattern(format.pattern)
  return (raw) => (pattern && typeof raw === 'string' ? readPattern(raw, pattern, toUs) : undefined)
}

const usPerUnit = { s: 1_000_000, ms: 1_000, us: 1, ns: 0.001 } as const
// A date in JavaScript ends there too.
const lastUs = Number.MAX_SAFE_INTEGER

function epochReader(unit: keyof typeof usPerUnit): ReadTime {
  return (raw) => {
    if (typeof raw === 'string' && /^\d{1,19}$/.test(raw.trim())) return wholeEpoch(BigInt(raw.trim()), unit)
    const value = typeof raw === 'string' && raw.trim() !== '' ? Number(raw) : raw
    if (typeof value === 'bigint') return wholeEpoch(value, unit)
    if (typeof value !== 'number' || !Number.isFinite(value)) return undefined
    return within(Math.round(value * usPerUnit[unit]))
  }
}

function wholeEpoch(value: bigint, unit: keyof typeof usPerUnit): number | undefined {
  return within(unit === 'ns' ? Number(value / 1_000n) : Number(value) * usPerUnit[unit])
}

function within(us: number): number | undefined {
  return Math.abs(us) <= lastUs ? us : undefined
}

interface LocalTime {
  year: number
  month: number
  day: number
  hour: number
  minute: number
  second: number
  /** Of the second. */
  us: number
}

const isoText =
  /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?)?\s*(Z|z|[+-]\d\d(?::?\d\d)?)?$/

function readIso(raw: unknown, toUs: (local: LocalTime) => number | undefined): number | undefined {
  const found = typeof raw === 'string' ? isoText.exec(raw.trim()) : null
  if (!found) return undefined
  const [year, month, day, hour, minute, second] = found.slice(1, 7).map((part) => Number(part ?? 0))
  const local = { year, month, day, hour, minute, second, us: fractionUs(found[7]) }
  if (!isReal(local)) return undefined
  return found[8] === undefined ? toUs(local) : utcUs(local) - offsetUs(found[8])
}

const fractionUs = (digits: string | undefined): number => Number((digits ?? '0').padEnd(6, '0').slice(0, 6))

function offsetUs(text: string): number {
  if (/^z$/i.test(text)) return 0
  const minutes = Number(text.slice(1, 3)) * 60 + Number(text.slice(3).replace(':', '') || 0)
  return (text.startsWith('-') ? -1 : 1) * minutes * 60_000_000
}

interface Pattern {
  expression: RegExp
  fields: string[]
}

const patternFields: Record<string, string> = {
  yyyy: '(\\d{4})',
  yy: '(\\d{2})',
  MM: '(\\d{2})',
  dd: '(\\d{2})',
  HH: '(\\d{2})',
  mm: '(\\d{2})',
  ss: '(\\d{2})',
}

function compilePattern(text: string): Pattern | undefined {
  const fields: string[] = []
  const source = text.replaceAll(/yyyy|yy|MM|dd|HH|mm|ss|S{1,9}|[\s\S]/g, (part) => {
    const field = part.startsWith('S') ? `(\\d{${part.length}})` : patternFields[part]
    if (!field) return part.replace(/[.*+?^${}()|[\]\\/]/, '\\$&')
    fields.push(part.startsWith('S') ? 'S' : part)
    return field
  })
  const has = (field: string) => fields.includes(field)
  const isWhole =
    (has('yyyy') || has('yy')) && has('MM') && has('dd') && new Set(fields).size === fields.length
  return isWhole ? { expression: new RegExp(`^${source}$`), fields } : undefined
}

function readPattern(
  text: string,
  { expression, fields }: Pattern,
  toUs: (local: LocalTime) => number | undefined,
): number | undefined {
  const found = expression.exec(text.trim())
  if (!found) return undefined
  const part = (field: string) => Number(found[fields.indexOf(field) + 1] ?? 0)
  const value = (field: string) => (fields.includes(field) ? part(field) : 0)
  const local = {
    year: fields.includes('yyyy') ? part('yyyy') : 2000 + part('yy'),
    month: value('MM'),
    day: value('dd'),
    hour: value('HH'),
    minute: value('mm'),
    second: value('ss'),
    us: fields.includes('S') ? fractionUs(found[fields.indexOf('S') + 1]) : 0,
  }
  return isReal(local) ? toUs(local) : undefined
}

/** A 31st of February would silently become another day. */
function isReal({ year, month, day, hour, minute, second }: LocalTime): boolean {
  const date = new Date(Date.UTC(year, month - 1, day))
  const isDay = year >= 1000 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day
  return isDay && hour < 24 && minute < 60 && second < 60
}

function utcUs({ year, month, day, hour, minute, second, us }: LocalTime): number {
  return Date.UTC(year, month - 1, day, hour, minute, second) * 1_000 + us
}

/** Local to UTC; offsets are remembered by quarter hours, within which no zone has changed its clock since 1972. */
function localToUs(zone: string): (local: LocalTime) => number | undefined {
  if (zone === 'UTC') return utcUs
  let quarter = NaN
  let offset = 0
  return (local) => {
    const us = utcUs(local)
    const wanted = Math.floor(us / 900_000_000)
    if (wanted !== quarter) {
      quarter = wanted
      offset = offsetOf(local, zone)
    }
    return us - offset
  }
}

/** A time that comes twice in autumn is the first of the two, one that spring leaves out moves by the gap. */
function offsetOf(local: LocalTime, zone: string): number {
  const { year, month, day, hour, minute, second } = local
  const parts = { year, month, day, hour, minute, second }
  return Temporal.PlainDateTime.from(parts).toZonedDateTime(zone).offsetNanoseconds / 1_000
}

function isZone(name: string): boolean {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name)
    return true
  } catch (error) {
    if (error instanceof RangeError) return false
    throw error
  }
}
