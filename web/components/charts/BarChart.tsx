import { useCallback, useMemo } from 'react'
import uPlot from 'uplot'
import type { Language } from '#pipeline/render-text.ts'
import { formatNumber } from '../../lib/format.ts'
import { useLanguage } from '../../lib/use-language.ts'
import { ChartFrame } from './ChartFrame.tsx'
import type { Palette } from './palette.ts'
import { Plot } from './Plot.tsx'
import { axisTitle, numberAxis } from './plot-axes.ts'
import type { AxisText } from './plot-axes.ts'
import { useExport } from './use-export.ts'

export interface Bar {
  label: string
  value: number | null
}

export interface BarChartProps {
  title: string
  x: AxisText
  y: AxisText
  bars: Bar[]
  /** Bars that touch, each from one number to the next: a histogram. */
  isHistogram?: boolean
  height?: number
  note?: string
}

/** A value for each of some names. */
export function BarChart({ title, x, y, bars, isHistogram, height, note }: BarChartProps) {
  const language = useLanguage()
  const data = useMemo<uPlot.AlignedData>(
    () => [bars.map((_, index) => index), bars.map(({ value }) => value)],
    [bars],
  )
  const shape = JSON.stringify({ x, y, labels: bars.map(({ label }) => label), isHistogram })
  const options = useCallback(
    (palette: Palette) => barOptions(JSON.parse(shape) as Shape, palette, language),
    [shape, language],
  )
  const exporting = useExport(title, () => ({
    header: [axisTitle(x), axisTitle(y)],
    rows: bars.map(({ label, value }) => [label, value]),
  }))
  return (
    <ChartFrame {...{ title, note, exporting }}>
      <Plot {...{ label: title, height, options, data, onReady: exporting.setPlot }} />
    </ChartFrame>
  )
}

export interface Histogram {
  from: number
  to: number
  counts: number[]
}

/** The bars of a column profile's histogram, named by where they begin and end. */
export function histogramBars({ from, to, counts }: Histogram, language: Language): Bar[] {
  const width = (to - from) / counts.length
  const edge = (index: number) => formatNumber(from + index * width, language)
  return counts.map((value, index) => ({ label: `${edge(index)} … ${edge(index + 1)}`, value }))
}

interface Shape {
  x: AxisText
  y: AxisText
  labels: string[]
  isHistogram?: boolean
}

function barOptions({ x, y, labels, isHistogram }: Shape, palette: Palette, language: Language) {
  const colour = palette.series[0]
  const name = (at: number | null) => (at === null ? '–' : (labels[at] ?? ''))
  return {
    cursor: { drag: { x: false, y: false } },
    scales: {
      x: { time: false, range: [-0.6, Math.max(0.6, labels.length - 0.4)] as uPlot.Range.MinMax },
      y: {
        range: (_plot: uPlot, low: number, high: number) =>
          uPlot.rangeNum(Math.min(0, low), Math.max(0, high), 0.05, true),
      },
    },
    axes: [
      numberAxis(palette, x, {
        language,
        more: {
          size: 30,
          incrs: [1, 2, 5, 10, 20, 50, 100],
          space: 90,
          grid: { show: false },
          values: (_plot, splits) => splits.map((at) => (isHistogram ? name(at).split(' … ')[0] : name(at))),
        },
      }),
      numberAxis(palette, y, { language }),
    ],
    series: [
      { label: axisTitle(x), value: (_plot: uPlot, at: number | null) => name(at) },
      {
        label: axisTitle(y),
        value: (_plot: uPlot, value: number | null) => formatNumber(value, language),
        fill: `${colour}b0`,
        stroke: colour,
        width: 1,
        paths: uPlot.paths.bars!({ size: [isHistogram ? 1 : 0.7, 80] }),
        points: { show: false },
      },
    ],
  } satisfies Omit<uPlot.Options, 'width' | 'height'>
}
