import { describe, expect, it } from 'vitest'
import { valuesOf } from '#test/fixtures/cells.ts'
import { propagate, runForTable } from '#test/fixtures/run-block.ts'
import { expectSameInCuts } from '#test/fixtures/streaming.ts'
import {
  allMissingTable,
  dayUs,
  emptyTable,
  hourUs,
  oneRowTable,
  seededTable,
  seeds,
} from '#test/fixtures/tables.ts'
import { expectTable } from '#test/reference/compare.ts'
import { runPython, tableForPython } from '#test/reference/python.ts'
import { run } from './run.ts'
import { calendarFeatureNames, calendarFeatures } from './spec.ts'

const under = { block: calendarFeatures, run }
const config = { features: [...calendarFeatureNames], holidays: ['2018-10-28', '2024-02-29', '2019-12-31'] }
const zones = ['Europe/Berlin', 'America/New_York', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'UTC']

const reference = `import pandas as pd
import numpy as np
def main(input):
    return [features(i['times'], i['zone'], input['holidays']) for i in input['items']]
def features(times, zone, holidays):
    t = pd.to_datetime(pd.Series(times, dtype='int64'), unit='us', utc=True).dt.tz_convert(zone).dt
    turn = lambda part: 2 * np.pi * part
    minute = t.hour * 60 + t.minute
    year = turn((t.dayofyear - 1) / np.where(t.is_leap_year, 366, 365))
    week, day = turn(t.weekday / 7), turn(minute / 1440)
    out = {'hour': t.hour, 'weekday': t.weekday + 1, 'month': t.month, 'day_of_year': t.dayofyear, 'minute_of_day': minute,
        'is_weekend': (t.weekday >= 5).astype(int), 'is_holiday': t.strftime('%Y-%m-%d').isin(holidays).astype(int),
        'hour_sin': np.sin(day), 'hour_cos': np.cos(day), 'weekday_sin': np.sin(week), 'weekday_cos': np.cos(week),
        'day_of_year_sin': np.sin(year), 'day_of_year_cos': np.cos(year)}
    return {k: v.tolist() for k, v in out.items()}
`

describe('calendar features against pandas', { timeout: 60_000 }, () => {
  it('give what the clock of the zone shows', async (context) => {
    const tables = seeds.map((seed) => {
      const options = {
        zone: zones[seed % zones.length],
        unsorted: seed % 2 === 0,
        duplicates: true,
        rows: 400,
      }
      const year = { grid: 17 * hourUs, startUs: Date.UTC(2019 + (seed % 3), 0, 1) * 1000 }
      return seededTable(seed, { ...options, ...(seed % 3 === 0 && year) })
    })
    const items = tables.map((table) => ({
      times: tableForPython(table).time.values,
      zone: table.schema.time!.zone,
    }))
    const expected = (await runPython(context, reference, { items, holidays: config.holidays })) as Expected[]
    for (const [index, table] of tables.entries()) {
      const result = await runForTable(under, table, config)
      expectTable(result, expected[index], { relative: 1e-14, absolute: 1e-15 })
    }
  })
})

type Expected = Record<string, unknown[]>

describe('calendar features', () => {
  it.each(seeds)('give the same bits whole, cut and row by row (seed %i)', async (seed) => {
    await expectSameInCuts(under, seededTable(seed, { rows: 100, duplicates: true }), config)
  })

  it('pass the doubled hour twice and leave the missing one out', async () => {
    const hours = async (startUs: number) => {
      const table = seededTable(1, { startUs, grid: hourUs, gaps: 0, rows: 5, zone: 'Europe/Berlin' })
      return valuesOf(await runForTable(under, table, { features: ['hour'] }), 'hour').map(Number)
    }
    expect(await hours(Date.UTC(2018, 9, 27, 22) * 1000)).toEqual([1, 2, 2, 3, 4])
    expect(await hours(Date.UTC(2019, 2, 30, 23) * 1000)).toEqual([1, 3, 4, 5, 6])
  })

  it('look before the stamp for intervals that are stamped with their end', async () => {
    const table = seededTable(1, {
      startUs: Date.UTC(2024, 0, 1) * 1000 - dayUs,
      grid: dayUs,
      gaps: 0,
      rows: 1,
      zone: 'UTC',
    })
    const features = async (before: string) => {
      const result = await runForTable(under, table, { features: ['weekday', 'hour', 'month'], before })
      return ['weekday', 'hour', 'month'].map((name) => Number(valuesOf(result, name)[0]))
    }
    expect(await features('0 min')).toEqual([1, 0, 1])
    expect(await features('15 min')).toEqual([7, 23, 12])
  })

  it('are known in advance and never missing', () => {
    const { outputs } = propagate(under, seededTable(1), { prefix: 'cal_' })
    expect(outputs!.table.type === 'table' && outputs!.table.table.columns.slice(7)).toMatchObject(
      ['cal_hour', 'cal_weekday', 'cal_month', 'cal_is_weekend'].map((name) => ({
        name,
        nullable: false,
        availabilityUs: null,
      })),
    )
  })

  it('have a stated behaviour for no rows, one row and nothing but missing', async () => {
    const rows = [emptyTable(), oneRowTable(), allMissingTable()].map((table) =>
      runForTable(under, table, config),
    )
    expect((await Promise.all(rows)).map((table) => table.rows)).toEqual([0, 1, 50])
  })

  it('refuse tables without time, names that exist and days that do not', () => {
    const table = seededTable(1)
    const untimed = { ...table, schema: { columns: table.schema.columns } }
    expect(propagate(under, untimed, {}).findings).toMatchObject([{ code: 'time-missing' }])
    expect(propagate(under, table, { features: ['hour', 'hour'] }).findings).toMatchObject([
      { code: 'column-exists' },
    ])
    expect(calendarFeatures.config.safeParse({ holidays: ['2024-02-30'] }).success).toBe(false)
  })
})
