import { Group, Paper, Table, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Ago } from '../../components/Ago.tsx'
import { Section } from '../../components/Section.tsx'
import { useProjectId } from '../../lib/project.ts'
import { trpc } from '../../lib/trpc.ts'

const shown = 6

/** What was worked on of late. */
export function RecentPipelines() {
  const { t } = useTranslation('start')
  const projectId = useProjectId()
  const pipelines = useQuery(trpc.pipelines.list.queryOptions({ projectId, limit: shown }))
  const items = pipelines.data?.items
  const all = (
    <Link className="text-link" to="/p/$projectId/pipelines" params={{ projectId }}>
      {t('allPipelines')}
    </Link>
  )
  return (
    <Section title={t('recentPipelines')} action={all}>
      <Paper withBorder p="xs" mih={120}>
        {items?.length === 0 && (
          <Text size="sm" c="dimmed" p="xs">
            {t('noPipelines')}
          </Text>
        )}
        <Table aria-label={t('recentPipelines')}>
          <Table.Tbody>
            {items?.map(({ id, name, updatedAt, savedBy }) => (
              <Table.Tr key={id}>
                <Table.Td>
                  <Link className="row-link" to="/p/$projectId/pipelines/$id" params={{ projectId, id }}>
                    {name}
                  </Link>
                </Table.Td>
                <Table.Td>
                  <Text size="sm" c="dimmed">
                    {savedBy}
                  </Text>
                </Table.Td>
                <Table.Td>
                  <Group justify="flex-end">
                    <Ago at={updatedAt} />
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
