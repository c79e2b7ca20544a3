/** Filters of the runs list under a name, kept on the gateway for each person and project. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { notifyProblem } from '../../components/notify.ts'
import { readRunsSearch } from '../../lib/runs-search.ts'
import type { RunsSearch } from '../../lib/runs-search.ts'
import { trpc, trpcClient } from '../../lib/trpc.ts'

export interface SavedView {
  name: string
  search: RunsSearch
}

export function useSavedViews(projectId: string) {
  const queries = useQueryClient()
  const query = trpc.runs.views.list.queryOptions({ projectId })
  const views = useQuery(query)
  const refresh = () => queries.invalidateQueries({ queryKey: query.queryKey })
  const save = useMutation({
    mutationFn: (view: SavedView) => trpcClient.runs.views.save.mutate({ projectId, view }),
    onSuccess: refresh,
  })
  const remove = useMutation({
    mutationFn: (name: string) => trpcClient.runs.views.remove.mutate({ projectId, name }),
    onSuccess: refresh,
    onError: notifyProblem,
  })
  const known: SavedView[] = (views.data ?? []).map(({ name, search }) => ({
    name,
    search: readRunsSearch(search),
  }))
  return { views: known, save, remove }
}
