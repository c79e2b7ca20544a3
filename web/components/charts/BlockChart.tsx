import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { unitLabel } from '#pipeline/unit-label.ts'
import { formatCount } from '../../lib/format.ts'
import { useLanguage } from '../../lib/use-language.ts'
import type { ChartValue } from './chart-value.ts'
import { ScatterChart } from './ScatterChart.tsx'
import { TimeChart } from './TimeChart.tsx'

/** A chart that a block drew. */
export function BlockChart({ chart, height }: { chart: ChartValue; height?: number }) {
  const { t } = useTranslation()
  const language = useLanguage()
  const { title, kind, x, y, series, rows, reduced, diagonal } = chart
  const clouds = useMemo(() => series.map(({ name, x, y }) => ({ name, x, y })), [series])
  const text = (axis: ChartValue['x']) => ({ label: axis.label, unit: unitLabel(axis)[language] })
  const curves = useMemo(
    () =>
      series.map(({ name, axis, x: timesUs, y: values }) => {
        return { name, axis, timesUs, values, unit: unitLabel(y[axis] ?? y[0])[language] }
      }),
    [series, y, language],
  )
  const note = reduced
    ? t(kind === 'line' ? 'chartReducedLine' : 'chartReducedScatter', { rows: formatCount(rows, language) })
    : t('chartRows', { rows: formatCount(rows, language) })
  if (kind === 'line' && x.zone) return <TimeChart {...{ title, curves, note, height }} zone={x.zone} />
  const guide = diagonal ? 'equal' : undefined
  return (
    <ScatterChart
      {...{ title, clouds, guide, note, height, isLine: kind === 'line' }}
      x={text(x)}
      y={text(y[0])}
    />
  )
}
