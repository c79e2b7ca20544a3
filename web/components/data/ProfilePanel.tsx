import { Group, Select, Stack, Table } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Column, TableSchema } from '#pipeline/ports.ts'
import { unitLabel } from '#pipeline/unit-label.ts'
import { formatCount } from '../../lib/format.ts'
import { trpc } from '../../lib/trpc.ts'
import type { Outputs } from '../../lib/trpc.ts'
import { useLanguage } from '../../lib/use-language.ts'
import { BarChart, histogramBars } from '../charts/BarChart.tsx'
import { PageLoading } from '../PageLoading.tsx'
import { ProblemNote } from '../ProblemNote.tsx'
import { cellText } from './cell-text.ts'
import type { OutputPlace } from './output-place.ts'

type Profile = Outputs['datasets']['profile']

/** What a column holds: range, gaps, distribution. */
export function ProfilePanel({ place, table }: { place: OutputPlace; table: TableSchema }) {
  const { t } = useTranslation()
  const [name, setName] = useState(
    () => (table.columns.find(({ type }) => type !== 'time') ?? table.columns[0]).name,
  )
  const column = table.columns.find((known) => known.name === name)!
  const profile = useQuery(
    trpc.datasets.profile.queryOptions({ ...place, column: name }, { staleTime: Infinity }),
  )
  return (
    <Stack gap="sm">
      <Select
        {...{
          label: t('dataColumn'),
          size: 'xs',
          searchable: true,
          allowDeselect: false,
          value: name,
          maw: 320,
        }}
        data={table.columns.map((known) => known.name)}
        onChange={(next) => next && setName(next)}
      />
      {profile.isPending && <PageLoading />}
      {profile.isError && <ProblemNote error={profile.error} />}
      {profile.data && (
        <Group align="flex-start" gap="lg">
          <Facts profile={profile.data} column={column} zone={table.time?.zone} />
          <Distribution profile={profile.data} column={column} />
        </Group>
      )}
    </Stack>
  )
}

function Facts({ profile, column, zone }: { profile: Profile; column: Column; zone?: string }) {
  const { t } = useTranslation()
  const language = useLanguage()
  const unit = unitLabel(column)[language]
  const value = (cell: Profile['min']) =>
    `${cellText(cell, column, { language, zone })}${cell !== null && unit ? ` ${unit}` : ''}`
  const count = (number: number) => formatCount(number, language)
  const facts: [string, string | undefined][] = [
    [t('dataMin'), value(profile.min)],
    [t('dataMax'), value(profile.max)],
    [t('dataMean'), profile.mean === null ? undefined : value(profile.mean)],
    [t('dataDeviation'), profile.standardDeviation === null ? undefined : value(profile.standardDeviation)],
    [t('dataDistinct'), profile.distinct === null ? undefined : count(profile.distinct)],
    [t('dataMissing'), `${count(profile.missing)} / ${count(profile.rows)}`],
    [t('dataNotFinite'), profile.notFinite ? count(profile.notFinite) : undefined],
    [t('dataUncertain'), profile.uncertain ? count(profile.uncertain) : undefined],
    [t('dataBad'), profile.bad ? count(profile.bad) : undefined],
  ]
  return (
    <Table w="auto" fz="sm" layout="auto">
      <Table.Tbody>
        {facts.map(
          ([label, text]) =>
            text !== undefined && (
              <Table.Tr key={label}>
                <Table.Th scope="row">{label}</Table.Th>
                <Table.Td className="numeric">{text}</Table.Td>
              </Table.Tr>
            ),
        )}
      </Table.Tbody>
    </Table>
  )
}

function Distribution({ profile, column }: { profile: Profile; column: Column }) {
  const { t } = useTranslation()
  const language = useLanguage()
  const bars = useMemo(() => {
    if (profile.histogram) return histogramBars(profile.histogram, language)
    return profile.frequent?.map(({ value, count }) => ({ label: String(value ?? '–'), value: count })) ?? []
  }, [profile, language])
  if (bars.length === 0) return null
  return (
    <Stack flex={1} miw={320}>
      <BarChart
        {...{ bars, isHistogram: profile.histogram !== null, height: 240 }}
        title={profile.histogram ? t('dataDistribution', { column: column.name }) : t('dataFrequent')}
        x={{ label: column.name, unit: unitLabel(column)[language] }}
        y={{ label: t('dataCount'), unit: '' }}
      />
    </Stack>
  )
}
