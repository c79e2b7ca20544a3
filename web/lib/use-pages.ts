/** Long lists, page after page. */
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import type { QueryKey } from '@tanstack/react-query'

export interface ListPage<T> {
  items: T[]
  nextCursor: string | null
}

/**
 * `ask` gets the place where its page begins. tRPC's own infinite queries send a direction along, which procedures
 * with strict inputs refuse.
 */
export function usePages<T>(queryKey: QueryKey, ask: (cursor: string | undefined) => Promise<ListPage<T>>) {
  const pages = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam }) => ask(pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
  })
  return { ...pages, items: pages.data?.pages.flatMap((page) => page.items) ?? [] }
}
