/** Axes, legends and time marks that all pictures share. */
import type uPlot from 'uplot'
import type { Language } from '#pipeline/render-text.ts'
import { formatNumber, localeOf } from '../../lib/format.ts'
import type { Palette } from './palette.ts'

export interface AxisText {
  label: string
  /** As people write it; '' where none is known. */
  unit: string
}

/** 'Energy [kWh]'. */
export function axisTitle({ label, unit }: AxisText): string {
  if (!unit) return label
  return label ? `${label} [${unit}]` : `[${unit}]`
}

export function axis(palette: Palette, title: string, more: uPlot.Axis = {}): uPlot.Axis {
  const { text, line, font } = palette
  return {
    label: title.length > 60 ? `${title.slice(0, 59)}…` : title,
    labelFont: `12px ${font}`,
    labelSize: 22,
    labelGap: 2,
    stroke: text,
    font: `12px ${font}`,
    ticks: { stroke: line, width: 1, size: 5 },
    grid: { stroke: line, width: 1 },
    gap: 5,
    ...more,
  }
}

/** An axis of numbers as wide as its longest one. */
export function numberAxis(
  palette: Palette,
  text: AxisText,
  { language, more }: { language: Language; more?: uPlot.Axis },
): uPlot.Axis {
  return axis(palette, axisTitle(text), {
    values: (_plot, splits) => splits.map((value) => formatNumber(value, language)),
    size: (_plot, values) => 18 + 7 * Math.max(3, ...(values ?? []).map((value) => value.length)),
    ...more,
  })
}

/** x in epoch seconds, shown in the data's zone. */
export function timeAxis(palette: Palette, zone: string, language: Language): uPlot.Axis {
  return axis(palette, zone, {
    values: (_plot, splits, _axis, _space, step) => timeMarks(splits, step, { zone, language }),
    size: 38,
    space: 70,
  })
}

export interface TimeText {
  zone: string
  language: Language
}

/** Marks name what changes: months, days, or clocks with the day where it begins. */
export function timeMarks(seconds: number[], step: number, { zone, language }: TimeText): string[] {
  const format = (options: Intl.DateTimeFormatOptions) => {
    const made = new Intl.DateTimeFormat(localeOf(language), { timeZone: zone, ...options })
    return (at: number) => made.format(at * 1_000)
  }
  if (step >= 28 * 86_400) return seconds.map(format({ month: 'short', year: 'numeric' }))
  const day = format({ day: 'numeric', month: 'short' })
  if (step >= 86_400) return seconds.map(day)
  const clock = format({ hour: '2-digit', minute: '2-digit', ...(step < 60 && { second: '2-digit' }) })
  return seconds.map((at, i) => {
    const isNewDay = i === 0 || day(at) !== day(seconds[i - 1])
    return isNewDay ? `${clock(at)}\n${day(at)}` : clock(at)
  })
}

/** The moment under the cursor, to the second. */
export function timeText(seconds: number, { zone, language }: TimeText): string {
  const options = { timeZone: zone, dateStyle: 'medium', timeStyle: 'medium' } as const
  return new Intl.DateTimeFormat(localeOf(language), options).format(seconds * 1_000)
}
