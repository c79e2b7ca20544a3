import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { StatusMark } from '../../components/StatusMark.tsx'
import { useProjectId } from '../../lib/project.ts'
import { trpc } from '../../lib/trpc.ts'
import { RecentTable } from './RecentTable.tsx'

const shown = 6

/** The runs of late. */
export function RecentRuns() {
  const { t } = useTranslation('start')
  const projectId = useProjectId()
  const runs = useQuery(trpc.runs.list.queryOptions({ projectId, limit: 100 }))
  const items = runs.data?.items.slice(0, shown).map(({ run, pipeline, status, createdAt }) => ({
    id: run,
    link: (
      <Link className="row-link" to="/p/$projectId/runs/$run" params={{ projectId, run }}>
        {pipeline.name}
      </Link>
    ),
    fact: <StatusMark kind="run" status={status} />,
    at: createdAt,
  }))
  const all = (
    <Link className="text-link" to="/p/$projectId/runs" params={{ projectId }}>
      {t('allRuns')}
    </Link>
  )
  return <RecentTable title={t('recentRuns')} none={t('noRuns')} {...{ all, items }} />
}
