/** What people noted about the shown time. */
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { notifyProblem } from '../../components/notify.ts'
import { useProjectId } from '../../lib/project.ts'
import { trpc, trpcClient } from '../../lib/trpc.ts'
import type { ShownTime } from './use-trend-data.ts'

export interface NewNote {
  from: string
  to: string
  text: string
  label: string | null
  tags: number[]
}

/** Live it is asked for a time that begins and ends at whole minutes, so that the question stays the same for a while. */
export function useNotes(tags: number[], { fromUs, toUs, isLive }: ShownTime) {
  const projectId = useProjectId()
  const minute = 60_000
  const [fromMs, toMs] = [fromUs / 1_000, toUs / 1_000]
  const from = new Date(isLive ? Math.floor(fromMs / minute) * minute : fromMs).toISOString()
  const to = new Date(isLive ? Math.ceil(toMs / minute + 1) * minute : toMs).toISOString()
  const input = { projectId, from, to, tags }
  return useQuery(trpc.annotations.list.queryOptions(input, { placeholderData: keepPreviousData }))
}

export function useNoteChanges() {
  const projectId = useProjectId()
  const queries = useQueryClient()
  const onSuccess = () => queries.invalidateQueries(trpc.annotations.pathFilter())
  const add = useMutation({
    mutationFn: (note: NewNote) => trpcClient.annotations.create.mutate({ projectId, ...note }),
    onSuccess,
  })
  const remove = useMutation({
    mutationFn: (id: string) => trpcClient.annotations.remove.mutate({ projectId, id }),
    onSuccess,
    onError: notifyProblem,
  })
  return { add, remove }
}
