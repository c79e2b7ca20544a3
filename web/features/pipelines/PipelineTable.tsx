import { Group, Paper, Table, Text, VisuallyHidden } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Ago } from '../../components/Ago.tsx'
import { StatusMark } from '../../components/StatusMark.tsx'
import { useProjectId } from '../../lib/project.ts'
import type { Outputs } from '../../lib/trpc.ts'
import { PipelineMenu } from './PipelineMenu.tsx'

export type PipelineItem = Outputs['pipelines']['list']['items'][number]

/** Pipelines with what was last done to them and with them. */
export function PipelineTable({ items }: { items: PipelineItem[] }) {
  const { t } = useTranslation(['pipelines', 'frame'])
  return (
    <Paper withBorder>
      <Table.ScrollContainer minWidth={720} type="native" pb={0}>
        <Table highlightOnHover aria-label={t('title')}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('name')}</Table.Th>
              <Table.Th className="numeric">{t('revision')}</Table.Th>
              <Table.Th>{t('changed')}</Table.Th>
              <Table.Th>{t('changedBy')}</Table.Th>
              <Table.Th>{t('lastRun')}</Table.Th>
              <Table.Th w={48}>
                <VisuallyHidden>{t('frame:actions')}</VisuallyHidden>
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {items.map((item) => (
              <PipelineRow key={item.id} item={item} />
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Paper>
  )
}

function PipelineRow({ item }: { item: PipelineItem }) {
  const { t } = useTranslation(['pipelines', 'frame'])
  const projectId = useProjectId()
  return (
    <Table.Tr>
      <Table.Td>
        <Link className="row-link" to="/p/$projectId/pipelines/$id" params={{ projectId, id: item.id }}>
          {item.name}
        </Link>
      </Table.Td>
      <Table.Td className="numeric">{item.revision}</Table.Td>
      <Table.Td>
        <Ago at={item.updatedAt} />
      </Table.Td>
      <Table.Td>{item.savedBy ?? '–'}</Table.Td>
      <Table.Td>
        {item.lastRun ? (
          <Link
            className="status-link"
            to="/p/$projectId/runs/$run"
            params={{ projectId, run: item.lastRun.run }}
          >
            <Group gap="xs" wrap="nowrap">
              <StatusMark kind="run" status={item.lastRun.status} />
              <Ago at={item.lastRun.createdAt} />
            </Group>
          </Link>
        ) : (
          <Text size="sm" c="dimmed">
            {t('never')}
          </Text>
        )}
      </Table.Td>
      <Table.Td>
        <PipelineMenu item={item} />
      </Table.Td>
    </Table.Tr>
  )
}
