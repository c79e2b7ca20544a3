import { Code, Spoiler } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { trpc } from '../../lib/trpc.ts'
import { BlockChart } from '../charts/BlockChart.tsx'
import { chartValueSchema } from '../charts/chart-value.ts'
import { PageLoading } from '../PageLoading.tsx'
import { ProblemNote } from '../ProblemNote.tsx'
import type { OutputPlace } from './output-place.ts'

/** Charts are drawn; models and what was learnt are shown as they are kept. */
export function StoredView({ place }: { place: OutputPlace }) {
  const { t } = useTranslation()
  const answer = useQuery(trpc.datasets.value.queryOptions(place, { staleTime: Infinity }))
  if (answer.isPending) return <PageLoading />
  if (answer.isError) return <ProblemNote error={answer.error} />
  const chart = chartValueSchema.safeParse(answer.data.value)
  if (chart.success) return <BlockChart chart={chart.data} height={320} />
  return (
    <Spoiler maxHeight={260} showLabel={t('dataShowValue')} hideLabel={t('close')}>
      <Code block>{JSON.stringify(answer.data.value, null, 2)}</Code>
    </Spoiler>
  )
}
