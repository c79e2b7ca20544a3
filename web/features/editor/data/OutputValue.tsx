import { Anchor, Code, Table } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { BlockChart } from '../../../components/charts/BlockChart.tsx'
import type { ChartValue } from '../../../components/charts/chart-value.ts'
import { PageLoading } from '../../../components/PageLoading.tsx'
import { ProblemNote } from '../../../components/ProblemNote.tsx'
import { formatNumber } from '../../../lib/format.ts'
import { trpc } from '../../../lib/trpc.ts'
import { useLanguage } from '../../../lib/use-language.ts'
import type { OutputPlace } from './output-place.ts'

/** What is no table: metrics, charts, reports, models. */
export function OutputValue({ at }: { at: OutputPlace }) {
  const { t } = useTranslation('editor')
  const value = useQuery(trpc.datasets.value.queryOptions(at, { staleTime: Infinity }))
  const { projectId, run, node, port } = at
  const address = `/api/projects/${projectId}/runs/${run}/outputs/${encodeURIComponent(node)}/${encodeURIComponent(port)}?format=json`
  if (value.error) return <ProblemNote error={value.error} />
  if (!value.data) return <PageLoading />
  if (value.data.type === 'chart') return <BlockChart chart={value.data.value as ChartValue} height={260} />
  if (value.data.type === 'metrics') return <Metrics value={value.data.value as Record<string, unknown>} />
  return (
    <>
      <Anchor size="sm" href={address} download>
        {t('data.download')}
      </Anchor>
      <Code block mt="xs">
        {JSON.stringify(value.data.value, null, 2).slice(0, 20_000)}
      </Code>
    </>
  )
}

function Metrics({ value }: { value: Record<string, unknown> }) {
  const { t } = useTranslation('editor')
  const language = useLanguage()
  return (
    <Table fz="sm" w="auto" verticalSpacing={2} aria-label={t('data.tab.value')}>
      <Table.Tbody>
        {flatten(value).map(([name, item]) => (
          <Table.Tr key={name}>
            <Table.Th scope="row" fw={400}>
              {name}
            </Table.Th>
            <Table.Td ta="right">
              {typeof item === 'number' ? formatNumber(item, language) : String(item)}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}

/** Nested metrics by dotted names. */
function flatten(value: Record<string, unknown>, prefix = ''): [string, unknown][] {
  return Object.entries(value).flatMap(([name, item]) =>
    typeof item === 'object' && item !== null && !Array.isArray(item)
      ? flatten(item as Record<string, unknown>, `${prefix}${name}.`)
      : [[`${prefix}${name}`, Array.isArray(item) ? item.join(', ') : item] as [string, unknown]],
  )
}
