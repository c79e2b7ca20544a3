import { useCallback, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type uPlot from 'uplot'
import { unitLabel } from '#pipeline/unit-label.ts'
import { ChartFrame } from '../../components/charts/ChartFrame.tsx'
import { joinCurves } from '../../components/charts/join-series.ts'
import { axisTitle } from '../../components/charts/plot-axes.ts'
import { Plot } from '../../components/charts/Plot.tsx'
import type { Range } from '../../components/charts/Plot.tsx'
import type { Palette } from '../../components/charts/palette.ts'
import { useExport } from '../../components/charts/use-export.ts'
import type { LiveValue } from '../../lib/live-effects.ts'
import type { Outputs } from '../../lib/trpc.ts'
import { useLanguage } from '../../lib/use-language.ts'
import { QualityStrip } from './QualityStrip.tsx'
import { lineOf } from './trend-curves.ts'
import type { Line, TagPoints, Window } from './trend-curves.ts'
import { sceneOptions } from './trend-scene.ts'
import type { Behind, CurveShape } from './trend-scene.ts'
import { moveByPointer } from './move-by-pointer.ts'

export type Note = Outputs['annotations']['list'][number]

export interface TrendPictureProps {
  points: TagPoints[]
  live: readonly LiveValue[]
  notes: Note[]
  window: Window
  height?: number
  /** null: live again. */
  onWindow(window: Window | null): void
}

const zone = Intl.DateTimeFormat().resolvedOptions().timeZone

/** Values of tags over time, with what is missing, how good they are, and what people noted. */
export function TrendPicture({ points, live, notes, window, height = 380, onWindow }: TrendPictureProps) {
  const { t } = useTranslation('trends')
  const language = useLanguage()
  const lines = useMemo(
    () =>
      points.map((own) =>
        lineOf(
          own,
          live.filter(({ tag }) => tag === own.tag.id),
          window,
        ),
      ),
    [points, live, window],
  )
  const data = useMemo(() => dataOf(lines, window), [lines, window])
  const [frame, setFrame] = useState({ left: 0, width: 0 })
  const shapes = points.map(({ tag }) => ({
    name: tag.name,
    unit: tag.unit === null ? '' : unitLabel({ unit: tag.unit })[language],
  }))
  const options = useScene(shapes, { gaps: points.map(({ gaps }) => gaps), notes }, setFrame)
  const exporting = useExport(t('chart'), () => ({
    header: ['time', ...shapes.map(({ name, unit }) => axisTitle({ label: name, unit }))],
    rows: data[0].map((at, row) => [
      new Date(at! * 1_000).toISOString(),
      ...data.slice(1).map((column) => column[row] ?? null),
    ]),
  }))
  const zoom = (range: Range | null) =>
    onWindow(range && { fromUs: Math.round(range.min * 1e6), toUs: Math.round(range.max * 1e6) })
  const ready = (plot: uPlot | null) => {
    exporting.setPlot(plot)
    if (plot) moveByPointer(plot, zoom)
  }
  return (
    <ChartFrame title={t('chart')} note={t('zoomHint')} exporting={exporting}>
      <Plot
        {...{ label: shapes.map(({ name }) => name).join(', '), height, options }}
        {...{ data: data as uPlot.AlignedData, onZoom: zoom, onReady: ready }}
      />
      <QualityStrip {...{ points, window, frame }} />
    </ChartFrame>
  )
}

/** Options that stay the same while only values change: another function makes another plot. */
function useScene(
  shapes: CurveShape[],
  behind: Behind,
  onFrame: (frame: { left: number; width: number }) => void,
) {
  const language = useLanguage()
  const latest = useRef<Behind>(behind)
  useLayoutEffect(() => {
    latest.current = behind
  })
  const shape = JSON.stringify(shapes)
  return useCallback(
    (palette: Palette) => {
      const tell = onlyChanges(onFrame)
      const style = { palette, zone, language, behind: () => latest.current, onFrame: tell }
      return sceneOptions(JSON.parse(shape) as CurveShape[], style)
    },
    [shape, language, onFrame],
  )
}

function onlyChanges(tell: (frame: { left: number; width: number }) => void) {
  let told = ''
  return (frame: { left: number; width: number }) => {
    const text = JSON.stringify(frame)
    if (text === told) return
    told = text
    tell(frame)
  }
}

/** All lines on one axis that reaches over the whole window. */
function dataOf(lines: Line[], { fromUs, toUs }: Window): (number | null | undefined)[][] {
  const [xs, ...ys] = joinCurves([{ x: [fromUs, toUs], y: [null, null] }, ...lines])
  // The first curve only holds the window open.
  return [xs.map((us) => us / 1e6), ...ys.slice(1)]
}
