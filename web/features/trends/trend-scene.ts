/** What a picture of values over time consists of, and how it is drawn. */
import type uPlot from 'uplot'
import type { Language } from '#pipeline/render-text.ts'
import { axisTitle, numberAxis, timeAxis, timeText } from '../../components/charts/plot-axes.ts'
import { lonelyPoints } from '../../components/charts/join-series.ts'
import type { Palette } from '../../components/charts/palette.ts'
import { formatNumber } from '../../lib/format.ts'
import type { Window } from './trend-curves.ts'

export interface CurveShape {
  name: string
  unit: string
}

/** Drawn behind the curves; read anew for each drawing. */
export interface Behind {
  /** By curve. */
  gaps: Window[][]
  notes: Window[]
}

export interface SceneStyle {
  zone: string
  language: Language
  palette: Palette
  behind(): Behind
  /** The picture's own place within its element, in CSS pixels. */
  onFrame(frame: { left: number; width: number }): void
}

/** One axis for each unit, left and right in turn. */
export function sceneOptions(
  shapes: CurveShape[],
  style: SceneStyle,
): Omit<uPlot.Options, 'width' | 'height'> {
  const { zone, language, palette } = style
  const units = [...new Set(shapes.map(({ unit }) => unit))]
  const clock = (_plot: uPlot, at: number | null) => (at === null ? '–' : timeText(at, { zone, language }))
  return {
    tzDate: (seconds: number) => new Date(seconds * 1_000),
    cursor: { drag: { x: true, y: false }, dataIdx: nearestBefore },
    scales: { x: { time: true } },
    axes: [
      timeAxis(palette, zone, language),
      ...units.map((unit, index) => unitAxis(shapes, { unit, index }, style)),
    ],
    series: [{ label: zone, value: clock }, ...shapes.map((shape, index) => curve(shape, index, style))],
    hooks: {
      drawClear: [(plot) => drawBehind(plot, style)],
      draw: [(plot) => style.onFrame(frameOf(plot))],
    },
  }
}

function frameOf({ bbox }: uPlot): { left: number; width: number } {
  return { left: bbox.left / devicePixelRatio, width: bbox.width / devicePixelRatio }
}

function unitAxis(
  shapes: CurveShape[],
  { unit, index }: { unit: string; index: number },
  { palette, language }: SceneStyle,
): uPlot.Axis {
  const own = shapes.filter((shape) => shape.unit === unit)
  const text = { label: own.length === 1 ? own[0].name : '', unit }
  const grid = { show: index === 0, stroke: palette.line, width: 1 }
  return numberAxis(palette, text, { language, more: { scale: `y ${unit}`, side: index % 2 ? 1 : 3, grid } })
}

function curve({ name, unit }: CurveShape, index: number, { palette, language }: SceneStyle): uPlot.Series {
  const colour = palette.series[index % palette.series.length]
  return {
    label: axisTitle({ label: name, unit }),
    scale: `y ${unit}`,
    stroke: colour,
    // Beyond the palette a dash tells curves of one colour apart.
    ...(index >= palette.series.length && { dash: [6, 3] }),
    width: 1.4,
    spanGaps: false,
    value: (_plot, value) => formatNumber(value, language),
    points: { show: true, size: 4, fill: colour, filter: (plot, own) => lonelyPoints(plot.data[own]) },
  }
}

/** Curves have points of their own: under the cursor stands what held there. */
function nearestBefore(plot: uPlot, series: number, at: number): number {
  if (series === 0) return at
  let index = at
  while (index > 0 && plot.data[series][index] === undefined) index--
  return index
}

function drawBehind(plot: uPlot, { palette, behind }: SceneStyle): void {
  const { ctx, bbox } = plot
  const { gaps, notes } = behind()
  ctx.save()
  ctx.beginPath()
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height)
  ctx.clip()
  for (const note of notes) drawNote(plot, note, palette)
  for (const [index, own] of gaps.entries()) {
    ctx.strokeStyle = palette.series[index % palette.series.length]
    for (const gap of own) hatch(plot, gap, index)
  }
  ctx.restore()
}

function edges(plot: uPlot, { fromUs, toUs }: Window): [left: number, right: number] {
  const left = plot.valToPos(fromUs / 1e6, 'x', true)
  return [left, Math.max(left + 2 * devicePixelRatio, plot.valToPos(toUs / 1e6, 'x', true))]
}

function drawNote(plot: uPlot, note: Window, { text }: Palette): void {
  const { ctx, bbox } = plot
  const [left, right] = edges(plot, note)
  ctx.fillStyle = text
  ctx.globalAlpha = 0.1
  ctx.fillRect(left, bbox.top, right - left, bbox.height)
  ctx.globalAlpha = 0.7
  ctx.fillRect(left, bbox.top, right - left, 3 * devicePixelRatio)
}

/** Slanted lines over the whole height, shifted for each curve so that gaps of several are told apart. */
function hatch(plot: uPlot, gap: Window, index: number): void {
  const { ctx, bbox } = plot
  const [left, right] = edges(plot, gap)
  const step = 8 * devicePixelRatio
  ctx.save()
  ctx.globalAlpha = 0.45
  ctx.lineWidth = devicePixelRatio
  ctx.beginPath()
  ctx.rect(left, bbox.top, right - left, bbox.height)
  ctx.clip()
  ctx.beginPath()
  const begin =
    Math.floor((Math.max(left, bbox.left) - bbox.height) / step) * step + index * devicePixelRatio * 2
  for (let x = begin; x < Math.min(right, bbox.left + bbox.width); x += step) {
    ctx.moveTo(x, bbox.top + bbox.height)
    ctx.lineTo(x + bbox.height, bbox.top)
  }
  ctx.stroke()
  ctx.restore()
}
