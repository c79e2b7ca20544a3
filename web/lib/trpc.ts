/** The way to the gateway: typed calls, kept answers, and whether it answers at all. */
import { QueryClient } from '@tanstack/react-query'
import {
  createTRPCClient,
  httpBatchLink,
  httpSubscriptionLink,
  splitLink,
  TRPCClientError,
} from '@trpc/client'
import { createTRPCOptionsProxy } from '@trpc/tanstack-react-query'
import type { inferRouterOutputs } from '@trpc/server'
import type { AppRouter } from '#api/root.ts'
import { currentLanguage } from './i18n.ts'

/** What the gateway's procedures answer: `Outputs['runs']['get']`. */
export type Outputs = inferRouterOutputs<AppRouter>

const url = '/trpc'

export const trpcClient = createTRPCClient<AppRouter>({
  links: [
    splitLink({
      condition: (operation) => operation.type === 'subscription',
      true: httpSubscriptionLink({ url }),
      false: httpBatchLink({
        url,
        maxItems: 20,
        maxURLLength: 8_000,
        headers: () => ({ 'accept-language': currentLanguage() }),
      }),
    }),
  ],
})

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: { retry: shouldRetry, retryDelay: delayMs, staleTime: 5_000, networkMode: 'always' },
    mutations: { networkMode: 'always' },
  },
})

/** Options for `useQuery` and `useMutation`: `useQuery(trpc.runs.get.queryOptions({ projectId, run }))`. */
export const trpc = createTRPCOptionsProxy<AppRouter>({ client: trpcClient, queryClient })

/** Whether the gateway did not answer at all, as against refusing. */
export function isAway(error: unknown): boolean {
  return error instanceof TRPCClientError && error.data === undefined
}

/** Refusals stay refusals; only silence is asked again, until the page is left. */
function shouldRetry(_count: number, error: unknown): boolean {
  return isAway(error)
}

function delayMs(attempt: number): number {
  return Math.min(500 * 2 ** attempt, 5_000)
}
