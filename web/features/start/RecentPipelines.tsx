import { Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useProjectId } from '../../lib/project.ts'
import { trpc } from '../../lib/trpc.ts'
import { RecentTable } from './RecentTable.tsx'

const shown = 6

/** What was worked on of late. */
export function RecentPipelines() {
  const { t } = useTranslation('start')
  const projectId = useProjectId()
  const pipelines = useQuery(trpc.pipelines.list.queryOptions({ projectId, limit: shown }))
  const items = pipelines.data?.items.map(({ id, name, updatedAt, savedBy }) => ({
    id,
    link: (
      <Link className="row-link" to="/p/$projectId/pipelines/$id" params={{ projectId, id }}>
        {name}
      </Link>
    ),
    fact: (
      <Text size="sm" c="dimmed">
        {savedBy}
      </Text>
    ),
    at: updatedAt,
  }))
  const all = (
    <Link className="text-link" to="/p/$projectId/pipelines" params={{ projectId }}>
      {t('allPipelines')}
    </Link>
  )
  return <RecentTable title={t('recentPipelines')} none={t('noPipelines')} {...{ all, items }} />
}
