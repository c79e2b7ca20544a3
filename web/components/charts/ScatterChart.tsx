import { useCallback, useMemo } from 'react'
import type uPlot from 'uplot'
import type { Language } from '#pipeline/render-text.ts'
import { formatNumber } from '../../lib/format.ts'
import { useLanguage } from '../../lib/use-language.ts'
import { ChartFrame } from './ChartFrame.tsx'
import { joinCurves } from './join-series.ts'
import type { Palette } from './palette.ts'
import { Plot } from './Plot.tsx'
import { axisTitle, numberAxis } from './plot-axes.ts'
import type { AxisText } from './plot-axes.ts'
import { useExport } from './use-export.ts'

export interface PointCloud {
  name: string
  x: number[]
  y: (number | null)[]
}

/** A line that helps to judge the points: both equal, or zero for residuals. */
export type Guide = 'equal' | 'zero'

export interface ScatterChartProps {
  title: string
  x: AxisText
  y: AxisText
  clouds: PointCloud[]
  guide?: Guide
  /** Points are joined, in the order of x: learning curves. */
  isLine?: boolean
  height?: number
  note?: string
}

/** Points of two quantities; with `guide` predicted over actual, or residuals over predicted. */
export function ScatterChart({ title, x, y, clouds, guide, isLine, height, note }: ScatterChartProps) {
  const language = useLanguage()
  const data = useMemo(() => joinCurves(clouds.map(sorted)), [clouds])
  const shape = JSON.stringify({ x, y, names: clouds.map(({ name }) => name), guide, isLine })
  const options = useCallback(
    (palette: Palette) => scatterOptions(JSON.parse(shape) as Shape, palette, language),
    [shape, language],
  )
  const exporting = useExport(title, () => ({
    header: ['series', axisTitle(x), axisTitle(y)],
    rows: clouds.flatMap((cloud) => cloud.x.map((at, i) => [cloud.name, at, cloud.y[i]])),
  }))
  return (
    <ChartFrame {...{ title, note, exporting }}>
      <Plot
        {...{ label: title, height, options, onReady: exporting.setPlot }}
        data={data as uPlot.AlignedData}
      />
    </ChartFrame>
  )
}

function sorted({ x, y }: PointCloud) {
  const order = x.map((_, i) => i).sort((a, b) => x[a] - x[b])
  return { x: order.map((i) => x[i]), y: order.map((i) => y[i]) }
}

interface Shape {
  x: AxisText
  y: AxisText
  names: string[]
  guide?: Guide
  isLine?: boolean
}

function scatterOptions({ x, y, names, guide, isLine }: Shape, palette: Palette, language: Language) {
  const value = (_plot: uPlot, at: number | null) => formatNumber(at, language)
  return {
    cursor: { drag: { x: true, y: true } },
    scales: { x: { time: false } },
    axes: [
      numberAxis(palette, x, { language, more: { size: 30 } }),
      numberAxis(palette, y, { language, more: { scale: 'y' } }),
    ],
    series: [
      { label: axisTitle(x), value },
      ...names.map((label, index) => ({
        label,
        value,
        scale: 'y',
        ...(isLine ? joined : dots)(palette.series[index % palette.series.length]),
      })),
    ],
    hooks: { drawClear: [(plot: uPlot) => guide && drawGuide(plot, guide, palette)] },
  } satisfies Omit<uPlot.Options, 'width' | 'height'>
}

function joined(colour: string): uPlot.Series {
  return { stroke: colour, width: 1.4, points: { show: true, size: 4, fill: colour } }
}

function dots(colour: string): uPlot.Series {
  return {
    stroke: colour,
    paths: () => null,
    points: { show: true, size: 5, width: 0, fill: `${colour}99`, stroke: 'transparent' },
  }
}

function drawGuide(plot: uPlot, guide: Guide, palette: Palette): void {
  const { x, y } = plot.scales
  const [left, right] = [x.min ?? 0, x.max ?? 0]
  const ends = guide === 'zero' ? [left, right] : [Math.max(left, y.min ?? 0), Math.min(right, y.max ?? 0)]
  if (!(ends[0] < ends[1])) return
  const { ctx, bbox } = plot
  ctx.save()
  ctx.beginPath()
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height)
  ctx.clip()
  ctx.strokeStyle = palette.text
  ctx.lineWidth = devicePixelRatio
  ctx.setLineDash([6 * devicePixelRatio, 4 * devicePixelRatio])
  ctx.beginPath()
  for (const at of ends)
    ctx.lineTo(plot.valToPos(at, 'x', true), plot.valToPos(guide === 'zero' ? 0 : at, 'y', true))
  ctx.stroke()
  ctx.restore()
}
