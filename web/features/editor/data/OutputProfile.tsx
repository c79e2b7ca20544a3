import { Group, Select, SimpleGrid, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { unitLabel } from '#pipeline/unit-label.ts'
import { BarChart, histogramBars } from '../../../components/charts/BarChart.tsx'
import { PageLoading } from '../../../components/PageLoading.tsx'
import { ProblemNote } from '../../../components/ProblemNote.tsx'
import { formatCount, formatNumber } from '../../../lib/format.ts'
import { trpc } from '../../../lib/trpc.ts'
import { useLanguage } from '../../../lib/use-language.ts'
import type { OutputPlace } from './output-place.ts'

/** One column: what is missing, its range and how its values are spread. */
export function OutputProfile({ at }: { at: OutputPlace }) {
  const { t } = useTranslation('editor')
  const language = useLanguage()
  const page = useQuery(trpc.datasets.page.queryOptions({ ...at, limit: 1 }, { staleTime: Infinity }))
  const [picked, setPicked] = useState<string>()
  const columns = page.data?.schema.columns ?? []
  const first = columns.find(({ type }) => type === 'number' || type === 'integer') ?? columns[0]
  const column = columns.find(({ name }) => name === picked) ?? first
  const profile = useQuery({
    ...trpc.datasets.profile.queryOptions({ ...at, column: column?.name ?? '-' }, { staleTime: Infinity }),
    enabled: column !== undefined,
  })
  const error = page.error ?? profile.error
  if (error) return <ProblemNote error={error} />
  if (!column) return <PageLoading />
  const unit = unitLabel(column)[language]
  const found = profile.data
  return (
    <>
      <Select
        size="xs"
        mb="xs"
        w={300}
        aria-label={t('data.column')}
        data={columns.map(({ name }) => name)}
        value={column.name}
        allowDeselect={false}
        searchable
        onChange={(next) => setPicked(next ?? undefined)}
      />
      {found ? (
        <Group align="flex-start" gap="xl">
          <SimpleGrid cols={2} spacing="xs" verticalSpacing={2}>
            <Fact name={t('profile.rows')} value={formatCount(found.rows, language)} />
            <Fact name={t('profile.missing')} value={formatCount(found.missing, language)} />
            <Fact name={t('profile.min')} value={withUnit(found.min, unit, language)} />
            <Fact name={t('profile.max')} value={withUnit(found.max, unit, language)} />
            <Fact name={t('profile.mean')} value={withUnit(found.mean, unit, language)} />
            <Fact name={t('profile.deviation')} value={withUnit(found.standardDeviation, unit, language)} />
            <Fact name={t('profile.uncertain')} value={formatCount(found.uncertain, language)} />
            <Fact name={t('profile.bad')} value={formatCount(found.bad, language)} />
          </SimpleGrid>
          <div className="ecoki-grow">
            {found.histogram && (
              <BarChart
                title={t('profile.histogram', { column: column.name })}
                x={{ label: column.name, unit }}
                y={{ label: t('profile.rows'), unit: '' }}
                bars={histogramBars(found.histogram, language)}
                isHistogram
                height={180}
              />
            )}
            {found.frequent?.map(({ value, count }) => (
              <Text key={String(value)} size="xs">
                {String(value)}: {formatCount(count, language)}
              </Text>
            ))}
          </div>
        </Group>
      ) : (
        <PageLoading />
      )}
    </>
  )
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <>
      <Text size="xs" c="dimmed">
        {name}
      </Text>
      <Text size="xs">{value}</Text>
    </>
  )
}

function withUnit(value: unknown, unit: string, language: 'de' | 'en'): string {
  if (value === null || value === undefined) return '–'
  if (typeof value !== 'number') return String(value)
  return `${formatNumber(value, language)} ${unit}`.trim()
}
