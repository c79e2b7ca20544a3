/** How curves over time look. */
import uPlot from 'uplot'
import type { Language } from '#pipeline/render-text.ts'
import { formatNumber } from '../../lib/format.ts'
import { lonelyPoints } from './join-series.ts'
import type { Palette } from './palette.ts'
import { axisTitle, numberAxis, timeAxis, timeText } from './plot-axes.ts'

export interface CurveShape {
  name: string
  unit: string
  /** 1: the right axis. */
  axis: 0 | 1
}

export interface TimeStyle {
  zone: string
  language: Language
  palette: Palette
  syncKey?: string
}

export function timeOptions(shapes: CurveShape[], style: TimeStyle): Omit<uPlot.Options, 'width' | 'height'> {
  const { zone, language, syncKey } = style
  const sides = ([0, 1] as const).filter((side) => shapes.some(({ axis }) => axis === side))
  const clock = (_plot: uPlot, at: number | null) => (at === null ? '–' : timeText(at, { zone, language }))
  return {
    tzDate: (seconds: number) => uPlot.tzDate(new Date(seconds * 1_000), zone),
    cursor: { drag: { x: true, y: false }, ...(syncKey && { sync: { key: syncKey, setSeries: false } }) },
    scales: { x: { time: true } },
    axes: [timeAxis(style.palette, zone, language), ...sides.map((side) => valueAxis(shapes, side, style))],
    series: [{ label: zone, value: clock }, ...shapes.map((shape, index) => curve(shape, index, style))],
  }
}

function valueAxis(shapes: CurveShape[], side: 0 | 1, { palette, language }: TimeStyle): uPlot.Axis {
  const own = shapes.filter(({ axis }) => axis === side)
  const text = { label: own.length === 1 ? own[0].name : '', unit: own[0].unit }
  const grid = { show: side === 0, stroke: palette.line, width: 1 }
  return numberAxis(palette, text, { language, more: { scale: `y${side}`, side: side === 0 ? 3 : 1, grid } })
}

function curve({ name, unit, axis }: CurveShape, index: number, style: TimeStyle): uPlot.Series {
  const colour = style.palette.series[index % style.palette.series.length]
  return {
    label: axisTitle({ label: name, unit }),
    scale: `y${axis}`,
    stroke: colour,
    width: 1.4,
    // Where data are missing nothing is drawn: a bridge would be an invention.
    spanGaps: false,
    value: (_plot, value) => formatNumber(value, style.language),
    points: { show: true, size: 4, fill: colour, filter: (plot, own) => lonelyPoints(plot.data[own]) },
  }
}
