import { MultiSelect, Text } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Column } from '#pipeline/ports.ts'
import { unitLabel } from '#pipeline/unit-label.ts'
import { TimeChart } from '../../../components/charts/TimeChart.tsx'
import type { TimeRange } from '../../../components/charts/TimeChart.tsx'
import { PageLoading } from '../../../components/PageLoading.tsx'
import { ProblemNote } from '../../../components/ProblemNote.tsx'
import { trpc } from '../../../lib/trpc.ts'
import { useLanguage } from '../../../lib/use-language.ts'
import type { OutputPlace } from './output-place.ts'

/** Columns over time; zooming asks for finer data. */
export function OutputChart({ at }: { at: OutputPlace }) {
  const { t } = useTranslation('editor')
  const page = useQuery(trpc.datasets.page.queryOptions({ ...at, limit: 1 }, { staleTime: Infinity }))
  const [picked, setPicked] = useState<string[]>()
  if (page.error) return <ProblemNote error={page.error} />
  if (!page.data) return <PageLoading />
  const { columns, time } = page.data.schema
  const drawable = columns.filter(({ type }) => type === 'number' || type === 'integer')
  if (!time || drawable.length === 0)
    return (
      <Text size="sm" c="dimmed" p="sm">
        {t('data.noChart')}
      </Text>
    )
  const chosen = picked ?? [drawable[0].name]
  return (
    <>
      <MultiSelect
        size="xs"
        mb="xs"
        aria-label={t('data.columns')}
        data={drawable.map(({ name }) => name)}
        value={chosen}
        onChange={setPicked}
        maxValues={8}
        searchable
      />
      {chosen.length > 0 && <Curves at={at} columns={chosen} />}
    </>
  )
}

function Curves({ at, columns }: { at: OutputPlace; columns: string[] }) {
  const { t } = useTranslation('editor')
  const language = useLanguage()
  const [range, setRange] = useState<TimeRange | null>(null)
  const series = useQuery({
    ...trpc.datasets.series.queryOptions(
      { ...at, columns, ...range, points: 1_500 },
      { staleTime: Infinity },
    ),
    placeholderData: keepPreviousData,
  })
  if (series.error) return <ProblemNote error={series.error} />
  if (!series.data) return <PageLoading />
  const { timesUs, values, zone, isReduced } = series.data
  const units = series.data.columns.map((column: Column) => unitLabel(column)[language])
  const curves = series.data.columns.map((column: Column, index: number) => ({
    name: column.name,
    unit: units[index],
    axis: units[index] === units[0] ? (0 as const) : (1 as const),
    timesUs,
    values: values[index],
  }))
  return (
    <TimeChart
      title={`${at.node} · ${at.port}`}
      curves={curves}
      zone={zone}
      height={240}
      onZoom={setRange}
      note={isReduced ? t('data.reduced') : undefined}
    />
  )
}
