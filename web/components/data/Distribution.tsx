import { Stack } from '@mantine/core'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Column } from '#pipeline/ports.ts'
import { unitLabel } from '#pipeline/unit-label.ts'
import { useLanguage } from '../../lib/use-language.ts'
import { BarChart, histogramBars } from '../charts/BarChart.tsx'
import type { Profile } from './profile-facts.ts'

/** How often which values of a column are there: classes of numbers, else the most frequent. */
export function Distribution({ profile, column }: { profile: Profile; column: Column }) {
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
