import { Box, Group, Text } from '@mantine/core'
import { useCallback, useMemo } from 'react'
import type uPlot from 'uplot'
import type { Language } from '#pipeline/render-text.ts'
import { formatNumber } from '../../lib/format.ts'
import { useLanguage } from '../../lib/use-language.ts'
import { ChartFrame } from './ChartFrame.tsx'
import { heatColour } from './heat-colour.ts'
import type { Palette } from './palette.ts'
import { Plot } from './Plot.tsx'
import { axisTitle, numberAxis } from './plot-axes.ts'
import type { AxisText } from './plot-axes.ts'
import { useExport } from './use-export.ts'

export interface HeatMapProps {
  title: string
  x: AxisText & { names: string[] }
  y: AxisText & { names: string[] }
  value: AxisText
  /** values[row of y][column of x]; null: nothing is known, nothing is drawn. */
  values: (number | null)[][]
  height?: number
  note?: string
}

/** A value for each pair of names: hours by weekdays, columns by columns. */
export function HeatMap({ title, x, y, value, values, height, note }: HeatMapProps) {
  const language = useLanguage()
  const data = useMemo<uPlot.AlignedData>(() => [x.names.map((_, at) => at), ...values], [x, values])
  const shape = JSON.stringify({ x, y, value })
  const options = useCallback(
    (palette: Palette) => heatOptions(JSON.parse(shape) as Shape, palette, language),
    [shape, language],
  )
  const exporting = useExport(title, () => ({
    header: [axisTitle(y), axisTitle(x), axisTitle(value)],
    rows: y.names.flatMap((row, r) => x.names.map((column, c) => [row, column, values[r][c]])),
  }))
  return (
    <ChartFrame {...{ title, note, exporting }}>
      <Plot {...{ label: title, height, options, data, onReady: exporting.setPlot }} />
      <ColourScale values={values} unit={value.unit} />
    </ChartFrame>
  )
}

/** Which colour stands for how much. */
function ColourScale({ values, unit }: { values: HeatMapProps['values']; unit: string }) {
  const language = useLanguage()
  const known = values.flat().filter((v) => v !== null)
  const stops = [0, 0.25, 0.5, 0.75, 1].map(heatColour).join(', ')
  const text = (v: number) => `${formatNumber(v, language)}${unit && ` ${unit}`}`
  if (known.length === 0) return null
  return (
    <Group gap="xs">
      <Text size="xs">{text(Math.min(...known))}</Text>
      <Box w={160} h={10} style={{ background: `linear-gradient(to right, ${stops})` }} aria-hidden />
      <Text size="xs">{text(Math.max(...known))}</Text>
    </Group>
  )
}

interface Shape {
  x: HeatMapProps['x']
  y: HeatMapProps['y']
  value: AxisText
}

function heatOptions({ x, y, value }: Shape, palette: Palette, language: Language) {
  const cells = (_plot: uPlot, v: number | null) => formatNumber(v, language)
  const named = (names: string[]) => (_plot: uPlot, splits: number[]) => splits.map((at) => names[at] ?? '')
  const whole = { incrs: [1, 2, 5, 10, 20, 50, 100], grid: { show: false } }
  const last = (names: string[]) => [-0.5, Math.max(0.5, names.length - 0.5)] as uPlot.Range.MinMax
  return {
    cursor: { drag: { x: false, y: false }, points: { show: false } },
    scales: { x: { time: false, range: last(x.names) }, y: { range: last(y.names) } },
    axes: [
      numberAxis(palette, x, { language, more: { ...whole, size: 30, values: named(x.names) } }),
      numberAxis(palette, y, { language, more: { ...whole, values: named(y.names) } }),
    ],
    series: [
      {
        label: axisTitle(x),
        value: (_plot: uPlot, at: number | null) => (at === null ? '–' : (x.names[at] ?? '')),
      },
      ...y.names.map((name) => ({
        label: `${name}${value.unit && ` [${value.unit}]`}`,
        value: cells,
        paths: () => null,
        points: { show: false },
      })),
    ],
    hooks: { drawClear: [drawCells] },
  } satisfies Omit<uPlot.Options, 'width' | 'height'>
}

function drawCells(plot: uPlot): void {
  const { ctx, data } = plot
  const rows = data.slice(1) as (number | null)[][]
  const known = rows.flat().filter((v) => v !== null)
  const [low, high] = [Math.min(...known), Math.max(...known)]
  ctx.save()
  rows.forEach((row, r) =>
    row.forEach((v, c) => {
      if (v === null) return
      const [left, right] = [c - 0.5, c + 0.5].map((at) => plot.valToPos(at, 'x', true))
      const [bottom, top] = [r - 0.5, r + 0.5].map((at) => plot.valToPos(at, 'y', true))
      ctx.fillStyle = heatColour((v - low) / (high - low || 1))
      ctx.fillRect(left, top, right - left - 1, bottom - top - 1)
    }),
  )
  ctx.restore()
}
