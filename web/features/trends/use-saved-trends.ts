/** Trends under names, kept on the gateway for the whole project. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { notifyDone, notifyProblem } from '../../components/notify.ts'
import { useProjectId } from '../../lib/project.ts'
import type { TrendsSearch } from '../../lib/trends-search.ts'
import { trpc, trpcClient } from '../../lib/trpc.ts'
import type { Outputs } from '../../lib/trpc.ts'
import { defaultMs } from './use-trend-data.ts'

export type SavedTrend = Outputs['trends']['list'][number]
type Content = SavedTrend['content']

export function contentOf({ tags = [], ms = defaultMs, from, to }: TrendsSearch): Content {
  const range = from && to ? { kind: 'fixed' as const, from, to } : { kind: 'live' as const, ms }
  return { version: 1, tags, range, axes: [] }
}

export function searchOf({ id, content: { tags, range } }: SavedTrend): TrendsSearch {
  return {
    trend: id,
    tags,
    ...(range.kind === 'live' ? { ms: range.ms } : { from: range.from, to: range.to }),
  }
}

export function useSavedTrends() {
  const { t } = useTranslation('trends')
  const projectId = useProjectId()
  const queries = useQueryClient()
  const query = trpc.trends.list.queryOptions({ projectId })
  const trends = useQuery(query)
  const refresh = () => queries.invalidateQueries({ queryKey: query.queryKey })
  const create = useMutation({
    mutationFn: (trend: { name: string; content: Content }) =>
      trpcClient.trends.create.mutate({ projectId, ...trend }),
    onSuccess: refresh,
  })
  const save = useMutation({
    mutationFn: ({ id, name, content, revision }: Pick<SavedTrend, 'id' | 'name' | 'content' | 'revision'>) =>
      trpcClient.trends.save.mutate({ projectId, id, name, content, expectedRevision: revision }),
    onSuccess: () => {
      notifyDone(t('savedNow'))
      return refresh()
    },
    onError: (error) => {
      notifyProblem(error)
      return refresh()
    },
  })
  const remove = useMutation({
    mutationFn: (id: string) => trpcClient.trends.remove.mutate({ projectId, id }),
    onSuccess: refresh,
    onError: notifyProblem,
  })
  return { trends: trends.data ?? [], create, save, remove }
}
