import { Temporal } from 'temporal-polyfill'
import { describe, expect, it } from 'vitest'
import { isZoneName, localToUtc, utcToLocal } from './zone-table.ts'
import type { LocalTimeRules } from './zone-table.ts'

const us = (text: string) => Date.parse(`${text}Z`) * 1_000
const convert = (texts: string[], zone: string, rules: Partial<LocalTimeRules> = {}) =>
  localToUtc(Float64Array.from(texts, us), zone, { doubledHour: 'by-order', missingHour: 'refuse', ...rules })
const iso = (values: Float64Array) =>
  Array.from(values, (value) => new Date(value / 1_000).toISOString().slice(0, 16))

const autumn = [
  '2018-10-28T01:30',
  '2018-10-28T02:00',
  '2018-10-28T02:30',
  '2018-10-28T02:00',
  '2018-10-28T02:30',
  '2018-10-28T03:00',
]

describe('local time to UTC', () => {
  it('tells the two passes of a doubled hour apart by the order of rows', () => {
    const result = convert(autumn, 'Europe/Berlin')
    expect(iso(result.utcUs)).toEqual([
      '2018-10-27T23:30',
      '2018-10-28T00:00',
      '2018-10-28T00:30',
      '2018-10-28T01:00',
      '2018-10-28T01:30',
      '2018-10-28T02:00',
    ])
    expect(result.doubled).toBe(4)
  })

  it('takes the earlier or the later instant when told so', () => {
    expect(iso(convert(['2018-10-28T02:30'], 'Europe/Berlin', { doubledHour: 'earlier' }).utcUs)).toEqual([
      '2018-10-28T00:30',
    ])
    expect(iso(convert(['2018-10-28T02:30'], 'Europe/Berlin', { doubledHour: 'later' }).utcUs)).toEqual([
      '2018-10-28T01:30',
    ])
  })

  it('starts every doubled hour with the first pass', () => {
    const both = convert(
      [...autumn, ...autumn.map((text) => text.replace('2018-10-28', '2019-10-27'))],
      'Europe/Berlin',
    )
    expect(iso(both.utcUs).slice(7, 11)).toEqual([
      '2019-10-27T00:00',
      '2019-10-27T00:30',
      '2019-10-27T01:00',
      '2019-10-27T01:30',
    ])
  })

  it('shifts the missing hour by the jump and lists it under refuse', () => {
    const texts = ['2018-03-25T01:30', '2018-03-25T02:30', '2018-03-25T03:30']
    expect(convert(texts, 'Europe/Berlin').refused).toEqual([1])
    const shifted = convert(texts, 'Europe/Berlin', { missingHour: 'shift' })
    expect(shifted).toMatchObject({ shifted: 1, refused: [] })
    expect(iso(shifted.utcUs)).toEqual(['2018-03-25T00:30', '2018-03-25T01:30', '2018-03-25T01:30'])
  })

  it('keeps NaN, empty columns and zones without offset', () => {
    expect(
      localToUtc(Float64Array.of(NaN), 'Europe/Berlin', { doubledHour: 'earlier', missingHour: 'shift' })
        .utcUs,
    ).toEqual(Float64Array.of(NaN))
    expect(convert([], 'Europe/Berlin').utcUs).toHaveLength(0)
    expect(iso(convert(['2018-10-28T02:30'], 'UTC').utcUs)).toEqual(['2018-10-28T02:30'])
  })
})

describe('against Temporal', () => {
  const zones = [
    'Europe/Berlin',
    'America/New_York',
    'Asia/Seoul',
    'Australia/Lord_Howe',
    'Asia/Kathmandu',
    'Pacific/Apia',
    'America/Sao_Paulo',
    'Africa/Casablanca',
  ]

  it.each(zones)('gives the clock of %s for every quarter hour of two years', (zone) => {
    const start = us('2011-01-01T00:00')
    const instants = Float64Array.from({ length: 2 * 365 * 96 }, (_, index) => start + index * 900e6)
    const local = utcToLocal(instants, zone)
    const back = localToUtc(local, zone, { doubledHour: 'by-order', missingHour: 'refuse' })
    expect(back.refused).toEqual([])
    expect(back.utcUs).toEqual(instants)
    for (let row = 0; row < instants.length; row += 97) {
      const zoned = Temporal.Instant.fromEpochMilliseconds(instants[row] / 1_000).toZonedDateTimeISO(zone)
      expect(local[row]).toBe(us(zoned.toPlainDateTime().toString()))
    }
  })

  it.each(zones)('reads the clock of %s as Temporal does, earlier and later', (zone) => {
    const start = us('2011-01-01T00:10')
    const clock = Float64Array.from({ length: 365 * 48 }, (_, index) => start + index * 1_800e6)
    for (const doubledHour of ['earlier', 'later'] as const) {
      const { utcUs } = localToUtc(clock, zone, { doubledHour, missingHour: 'shift' })
      for (let row = 0; row < clock.length; row += 1) {
        if (doubledHour === 'later' && row % 29 !== 0) continue
        if (row % 13 !== 0 && !nearTransition(utcUs, row)) continue
        const plain = Temporal.PlainDateTime.from(new Date(clock[row] / 1_000).toISOString().slice(0, -1))
        const gap = plain.toZonedDateTime(zone).toPlainDateTime().equals(plain) ? doubledHour : 'later'
        expect(utcUs[row]).toBe(
          plain.toZonedDateTime(zone, { disambiguation: gap }).epochMilliseconds * 1_000,
        )
      }
    }
  })
})

it('knows its zones', () => {
  expect([isZoneName('Europe/Berlin'), isZoneName('Europe/Atlantis')]).toEqual([true, false])
})

function nearTransition(utcUs: Float64Array, row: number): boolean {
  return row > 0 && utcUs[row] - utcUs[row - 1] !== 1_800e6
}
