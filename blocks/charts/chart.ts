/** A chart as data: everything a renderer needs, small enough for a browser whatever the table's length. */
import type { Json } from '#blocks/block.ts'
import type { Column } from '#pipeline/ports.ts'

export interface ChartAxis {
  label: string
  /** UCUM, as in the column; absent: unknown. */
  unit?: string
  quantity?: string
}

export interface ChartSeries {
  name: string
  /** Which of the chart's y axes it belongs to. */
  axis: 0 | 1
  /** Ascending. Time in epoch µs. */
  x: number[]
  /** Values of rows, none invented. null: a gap, the line is not drawn across it. */
  y: (number | null)[]
  /** Scatter only: how many rows a point stands for. Absent: one each. */
  count?: number[]
}

export interface Chart {
  ecokiChart: 1
  kind: 'line' | 'scatter'
  title: string
  /** zone: x is time, shown in this IANA zone. from, to: first and last row. */
  x: ChartAxis & { zone?: string; from?: number; to?: number }
  /** Left axis, and the right one when a second unit is shown. An empty label: several columns, see the series. */
  y: ChartAxis[]
  series: ChartSeries[]
  /** Rows of the table. */
  rows: number
  /** Fewer points than rows with values are shown. */
  reduced: boolean
  /** Scatter: draw the line y = x. */
  diagonal?: boolean
}

/** At most this many points a series (gap markers not counted). */
export const maxPoints = 2_000

/** Types of columns that can be drawn. */
export const drawable = ['number', 'integer'] as const

export function axisOf({ name, unit, quantity }: Column): ChartAxis {
  return { label: name, ...(unit && { unit }), ...(quantity && { quantity }) }
}

/** A chart is plain JSON. */
export function asJson(chart: Chart): Json {
  return chart as unknown as Json
}
