import { MultiSelect, Stack, Text } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useId, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { TableSchema } from '#pipeline/ports.ts'
import { unitLabel } from '#pipeline/unit-label.ts'
import { trpc } from '../../lib/trpc.ts'
import type { Outputs } from '../../lib/trpc.ts'
import { useLanguage } from '../../lib/use-language.ts'
import { TimeChart } from '../charts/TimeChart.tsx'
import type { TimeRange } from '../charts/TimeChart.tsx'
import { PageLoading } from '../PageLoading.tsx'
import { ProblemNote } from '../ProblemNote.tsx'
import { isNumeric } from './cell-text.ts'
import type { OutputPlace } from './output-place.ts'

const maxColumns = 8

/** Columns over time, those of one unit in one picture; zooming asks for finer data. */
export function TrendPanel({ place, table }: { place: OutputPlace; table: TableSchema }) {
  const { t } = useTranslation()
  const drawable = table.columns.filter((column) => isNumeric(column) || column.type === 'boolean')
  const [chosen, setChosen] = useState(() => drawable.slice(0, 3).map(({ name }) => name))
  if (drawable.length === 0) return <Text size="sm">{t('dataNoNumbers')}</Text>
  return (
    <Stack gap="sm">
      <MultiSelect
        {...{ label: t('dataColumns'), searchable: true, maxValues: maxColumns, size: 'xs', value: chosen }}
        data={drawable.map(({ name }) => name)}
        onChange={setChosen}
      />
      {chosen.length > 0 && <Trends place={place} columns={chosen} zone={table.time?.zone ?? 'UTC'} />}
    </Stack>
  )
}

function Trends({ place, columns, zone }: { place: OutputPlace; columns: string[]; zone: string }) {
  const syncKey = useId()
  const [range, setRange] = useState<TimeRange | null>(null)
  const input = { ...place, columns, ...range, points: 1_000 }
  const series = useQuery(
    trpc.datasets.series.queryOptions(input, { placeholderData: keepPreviousData, staleTime: Infinity }),
  )
  if (series.isPending) return <PageLoading />
  if (series.isError) return <ProblemNote error={series.error} />
  return <TrendCharts {...{ series: series.data, zone, syncKey }} onZoom={setRange} />
}

type Series = Outputs['datasets']['series']

interface TrendChartsProps {
  series: Series
  zone: string
  syncKey: string
  onZoom(range: TimeRange | null): void
}

function TrendCharts({ series, zone, syncKey, onZoom }: TrendChartsProps) {
  const { t } = useTranslation()
  const language = useLanguage()
  const groups = useMemo(() => {
    const curves = series.columns.map((column, index) => ({
      name: column.name,
      unit: unitLabel(column)[language],
      timesUs: series.timesUs,
      values: series.values[index],
    }))
    return [...Map.groupBy(curves, ({ unit }) => unit).values()]
  }, [series, language])
  const note = series.isReduced ? t('chartReduced') : undefined
  return groups.map((curves) => (
    <TimeChart
      {...{ key: curves[0].unit, curves, zone, syncKey, onZoom, note, height: groups.length > 1 ? 200 : 300 }}
      title={t('dataTrend', { columns: curves.map(({ name }) => name).join(', ') })}
    />
  ))
}
