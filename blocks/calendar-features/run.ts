import type { BlockCall, BlockResult } from '#blocks/block.ts'
import { tableInput } from '#blocks/block.ts'
import { dayUs, durationUs } from '#blocks/durations.ts'
import { pause } from '#blocks/kernels/pause.ts'
import { tableAnswer } from '#blocks/kernels/promised.ts'
import { cutToWindow } from '#blocks/kernels/time-order.ts'
import { utcToLocal } from '#blocks/time-zone/zone-table.ts'
import type { ColumnData, Table } from '#pipeline/table.ts'
import { newFloats, newIntegers, timesOf } from '#pipeline/table.ts'
import type { CalendarDay } from './calendar-days.ts'
import { dayNumbers, dayReader } from './calendar-days.ts'
import type { CalendarFeature, CalendarFeaturesConfig, WholeFeature } from './spec.ts'
import { isWhole } from './spec.ts'

export async function run({
  inputs,
  config,
  outputs,
  ctx,
}: BlockCall<CalendarFeaturesConfig>): Promise<BlockResult> {
  const table = cutToWindow(tableInput(inputs, 'table'), ctx.window)
  const local = localClock(table, durationUs(config.before))
  const holidays = dayNumbers(config.holidays)
  const added: ColumnData[] = []
  for (const feature of config.features) {
    await pause(ctx, added.length, config.features.length)
    added.push(featureData(feature, local, holidays))
  }
  return tableAnswer(outputs, table.rows, [...table.columns, ...added])
}

/** What the clock shows `beforeUs` before each stamp: elapsed time is taken off, not clock time. */
function localClock(table: Table, beforeUs: number): Float64Array {
  const times = timesOf(table)
  return utcToLocal(beforeUs === 0 ? times : times.map((time) => time - beforeUs), table.schema.time!.zone)
}

function featureData(feature: CalendarFeature, local: Float64Array, holidays: Set<number>): ColumnData {
  const dayAt = dayReader()
  if (!isWhole(feature)) {
    const values = newFloats(local.length)
    for (let row = 0; row < local.length; row++) values[row] = onCircle(feature, momentOf(local[row], dayAt))
    return { type: 'number', values }
  }
  const values = newIntegers(local.length)
  for (let row = 0; row < local.length; row++) {
    values[row] = BigInt(wholeValue(feature, momentOf(local[row], dayAt), holidays))
  }
  return { type: 'integer', values }
}

interface Moment {
  dayNumber: number
  minuteOfDay: number
  day: CalendarDay
}

function momentOf(localUs: number, dayAt: (dayNumber: number) => CalendarDay): Moment {
  const dayNumber = Math.floor(localUs / dayUs)
  const minuteOfDay = Math.floor((localUs - dayNumber * dayUs) / 60_000_000)
  return { dayNumber, minuteOfDay, day: dayAt(dayNumber) }
}

function wholeValue(
  feature: WholeFeature,
  { dayNumber, minuteOfDay, day }: Moment,
  holidays: Set<number>,
): number {
  switch (feature) {
    case 'hour':
      return Math.floor(minuteOfDay / 60)
    case 'minute-of-day':
      return minuteOfDay
    case 'weekday':
      return day.weekday
    case 'month':
      return day.month
    case 'day-of-year':
      return day.dayOfYear
    case 'is-weekend':
      return Number(day.weekday > 5)
    case 'is-holiday':
      return Number(holidays.has(dayNumber))
  }
}

function onCircle(feature: Exclude<CalendarFeature, WholeFeature>, { minuteOfDay, day }: Moment): number {
  switch (feature) {
    case 'hour-sin':
      return Math.sin((2 * Math.PI * minuteOfDay) / 1440)
    case 'hour-cos':
      return Math.cos((2 * Math.PI * minuteOfDay) / 1440)
    case 'weekday-sin':
      return Math.sin((2 * Math.PI * (day.weekday - 1)) / 7)
    case 'weekday-cos':
      return Math.cos((2 * Math.PI * (day.weekday - 1)) / 7)
    case 'day-of-year-sin':
      return Math.sin((2 * Math.PI * (day.dayOfYear - 1)) / day.daysOfYear)
    case 'day-of-year-cos':
      return Math.cos((2 * Math.PI * (day.dayOfYear - 1)) / day.daysOfYear)
  }
}
