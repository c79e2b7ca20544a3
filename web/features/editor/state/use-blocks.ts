import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { trpc } from '../../../lib/trpc.ts'
import { makeBlockCatalog } from './catalog.ts'
import { blocksOf } from './wire-types.ts'

const askAgainMs = 15_000

/**
 * The blocks of the resource pool; the gateway's own where the pool has never answered. `asOf` only where the pool is
 * away and its last known state is shown.
 */
export function useBlocks() {
  const pool = useQuery(
    trpc.resources.palette.queryOptions(
      {},
      { staleTime: 60_000, refetchInterval: ({ state }) => (state.data?.isStale ? askAgainMs : false) },
    ),
  )
  const isWithout = pool.error !== null && pool.data === undefined
  const own = useQuery(trpc.blocks.catalog.queryOptions({}, { staleTime: 600_000, enabled: isWithout }))
  const blocks = pool.data?.blocks ?? own.data
  const catalog = useMemo(() => blocks && makeBlockCatalog(blocksOf(blocks)), [blocks])
  const asOf = pool.data?.isStale ? pool.data.asOf : undefined
  return { catalog, asOf, error: catalog ? null : own.error }
}
