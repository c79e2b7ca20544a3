import { useInfiniteQuery, keepPreviousData } from '@tanstack/react-query'
import { useProjectId } from '../../lib/project.ts'
import type { tagsFilter } from '../../lib/tags-search.ts'
import { trpc, trpcClient } from '../../lib/trpc.ts'

/** Tags with their newest values, looked at again every two seconds. */
export function useTags(filter: ReturnType<typeof tagsFilter>) {
  const projectId = useProjectId()
  const input = { projectId, ...filter }
  const pages = useInfiniteQuery({
    queryKey: trpc.tags.list.infiniteQueryKey(input),
    queryFn: ({ pageParam }) => trpcClient.tags.list.query({ ...input, cursor: pageParam }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
    refetchInterval: 2_000,
  })
  const items = pages.data?.pages.flatMap((page) => page.items) ?? []
  return { ...pages, items, total: pages.data?.pages[0]?.total ?? 0 }
}
