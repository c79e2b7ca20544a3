/** Text that holds something else; each distinct text is read once. */
import { dateFormat } from '#blocks/read-csv/date-format.ts'
import { isRounded, isWhole, slowInteger, slowNumber } from '#blocks/read-csv/numbers.ts'
import type { NumberMarks } from '#blocks/read-csv/numbers.ts'
import { localToUtc } from '#blocks/time-zone/zone-table.ts'
import type { ColumnData } from '#pipeline/table.ts'
import { newBytes, newFloats, newIntegers } from '#pipeline/table.ts'
import type { Converted } from './numbers.ts'
import { convertCells } from './numbers.ts'
import type { TypeWish } from './spec.ts'

const trueWords = new Set(['true', 'yes', 'ja', 'wahr', 'on', 'ein', '1', 't', 'y', 'j', 'w'])
const falseWords = new Set(['false', 'no', 'nein', 'falsch', 'off', 'aus', '0', 'f', 'n'])

type Value = number | bigint

/** Blank text says nothing: it is missing, and not bad. `zone` is the clock of times without an offset. */
export function convertText(data: ColumnData, one: TypeWish, zone: string): Converted {
  const read = readerFor(one, zone)
  const found = data.dictionary!.map((text) => (text.trim() === '' ? 'blank' : (read(text.trim()) ?? 'bad')))
  const values = valuesFor(one.type, data.values.length)
  return convertCells(data, one.type, values, (row) => {
    const value = found[Number(data.values[row])]
    if (value === 'blank' || value === 'bad') return value === 'blank' ? value : false
    values[row] = value
    return true
  })
}

function valuesFor(type: TypeWish['type'], rows: number): ColumnData['values'] {
  if (type === 'integer') return newIntegers(rows)
  return type === 'boolean' ? newBytes(rows) : newFloats(rows)
}

function readerFor(
  { type, decimalMark, dateFormat: format }: TypeWish,
  zone: string,
): (text: string) => Value | undefined {
  const marks = { decimalMark, thousands: '' }
  if (type === 'number') return (text) => readNumber(text, marks)
  if (type === 'integer') return (text) => slowInteger(text, marks)
  return type === 'boolean' ? readBoolean : timeReader(format, zone)
}

/** A whole number that a double would round is none. */
function readNumber(text: string, marks: NumberMarks): number | undefined {
  const value = slowNumber(text, marks)
  return value !== undefined && isWhole(text, marks) && isRounded(text, value, marks) ? undefined : value
}

function readBoolean(text: string): number | undefined {
  const word = text.toLowerCase()
  if (trueWords.has(word)) return 1
  return falseWords.has(word) ? 0 : undefined
}

/** Without a format: ISO 8601, with an offset or on the clock of the zone. */
function timeReader(format: string | undefined, zone: string): (text: string) => number | undefined {
  const formats = (format === undefined ? ['iso-offset', 'iso'] : [format]).map((one) => dateFormat(one)!)
  return (text) => {
    const bytes = Buffer.from(text)
    for (const { parse, absolute } of formats) {
      const us = parse(bytes, 0, bytes.length)
      if (!Number.isNaN(us)) return absolute ? us : onClock(us, zone)
    }
    return undefined
  }
}

/** The earlier one in a doubled hour; in a missing hour read with the offset before the jump. */
function onClock(localUs: number, zone: string): number {
  return localToUtc(Float64Array.of(localUs), zone, { doubledHour: 'earlier', missingHour: 'shift' }).utcUs[0]
}
