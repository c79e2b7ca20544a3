import { Group, Paper, Table, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Ago } from '../../components/Ago.tsx'
import { Section } from '../../components/Section.tsx'
import { StatusMark } from '../../components/StatusMark.tsx'
import { useProjectId } from '../../lib/project.ts'
import { trpc } from '../../lib/trpc.ts'

const shown = 6

/** The runs of late. */
export function RecentRuns() {
  const { t } = useTranslation('start')
  const projectId = useProjectId()
  const runs = useQuery(trpc.runs.list.queryOptions({ projectId, limit: 100 }))
  const items = runs.data?.items.slice(0, shown)
  const all = (
    <Link className="text-link" to="/p/$projectId/runs" params={{ projectId }}>
      {t('allRuns')}
    </Link>
  )
  return (
    <Section title={t('recentRuns')} action={all}>
      <Paper withBorder p="xs" mih={120}>
        {items?.length === 0 && (
          <Text size="sm" c="dimmed" p="xs">
            {t('noRuns')}
          </Text>
        )}
        <Table aria-label={t('recentRuns')}>
          <Table.Tbody>
            {items?.map(({ run, pipeline, status, createdAt }) => (
              <Table.Tr key={run}>
                <Table.Td>
                  <Link className="row-link" to="/p/$projectId/runs/$run" params={{ projectId, run }}>
                    {pipeline.name}
                  </Link>
                </Table.Td>
                <Table.Td>
                  <StatusMark kind="run" status={status} />
                </Table.Td>
                <Table.Td>
                  <Group justify="flex-end">
                    <Ago at={createdAt} />
                  </Group>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Paper>
    </Section>
  )
}
