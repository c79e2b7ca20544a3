import { useCallback, useMemo } from 'react'
import type uPlot from 'uplot'
import { useLanguage } from '../../lib/use-language.ts'
import { ChartFrame } from './ChartFrame.tsx'
import { joinCurves } from './join-series.ts'
import type { Palette } from './palette.ts'
import { Plot } from './Plot.tsx'
import type { Range } from './Plot.tsx'
import { axisTitle } from './plot-axes.ts'
import { timeOptions } from './time-options.ts'
import type { CurveShape } from './time-options.ts'
import { useExport } from './use-export.ts'

export interface TimeCurve {
  name: string
  /** As people write it; '' where none is known. */
  unit: string
  /** 1: the right axis. */
  axis?: 0 | 1
  /** Rising epoch µs. Curves that share the array are drawn fastest. */
  timesUs: number[]
  /** null: a gap, which is never bridged. */
  values: (number | null)[]
}

export interface TimeRange {
  fromUs: number
  toUs: number
}

export interface TimeChartProps {
  title: string
  curves: TimeCurve[]
  /** IANA zone in which times are shown. */
  zone: string
  height?: number
  /** Charts with the same key move their cursors together. */
  syncKey?: string
  /** Asked for finer data when a range is chosen; null: all. */
  onZoom?(range: TimeRange | null): void
  /** Said below: that minimum and maximum of each pixel are shown, for instance. */
  note?: string
}

const usPerSecond = 1_000_000

/** Curves over time with one or two axes. */
export function TimeChart({ title, curves, zone, height, syncKey, onZoom, note }: TimeChartProps) {
  const language = useLanguage()
  const data = useMemo(() => timeData(curves), [curves])
  const shape = JSON.stringify(curves.map(({ name, unit, axis }) => ({ name, unit, axis: axis ?? 0 })))
  const options = useCallback(
    (palette: Palette) =>
      timeOptions(JSON.parse(shape) as CurveShape[], { palette, zone, language, syncKey }),
    [shape, zone, language, syncKey],
  )
  const exporting = useExport(title, () => ({
    header: ['time', ...curves.map(({ name, unit }) => axisTitle({ label: name, unit }))],
    rows: timeRows(data),
  }))
  const zoom = (range: Range | null) =>
    onZoom?.(range && { fromUs: range.min * usPerSecond, toUs: range.max * usPerSecond })
  const reset = () => {
    exporting.reset()
    onZoom?.(null)
  }
  return (
    <ChartFrame {...{ title, note, exporting }} onReset={reset}>
      <Plot
        {...{ label: title, height, options, onZoom: zoom, onReady: exporting.setPlot }}
        data={data as uPlot.AlignedData}
      />
    </ChartFrame>
  )
}

type TimeData = (number | null | undefined)[][]

function timeData(curves: TimeCurve[]): TimeData {
  const [times, ...values] = joinCurves(curves.map(({ timesUs: x, values: y }) => ({ x, y })))
  return [times.map((us) => us / usPerSecond), ...values]
}

/** Times as ISO 8601 in UTC: exact, and the same for every reader. */
function timeRows([times, ...values]: TimeData) {
  return times.map((at, row) => [
    new Date((at as number) * 1_000).toISOString(),
    ...values.map((column) => column[row] ?? null),
  ])
}
