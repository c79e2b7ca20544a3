/** The way to the gateway: typed calls, kept answers, and whether it answers at all. */
import { QueryClient } from '@tanstack/react-query'
import {
  createTRPCClient,
  httpBatchLink,
  httpSubscriptionLink,
  splitLink,
  TRPCClientError,
} from '@trpc/client'
import type { TRPCLink } from '@trpc/client'
import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server'
import { observable } from '@trpc/server/observable'
import { createTRPCOptionsProxy } from '@trpc/tanstack-react-query'
import type { AppRouter } from '#api/root.ts'
import { noteGateway, watchGateway } from './gateway-state.ts'
import { currentLanguage } from './i18n.ts'

/** What the gateway's procedures answer: `Outputs['runs']['get']`. */
export type Outputs = inferRouterOutputs<AppRouter>
/** What they take. */
export type Inputs = inferRouterInputs<AppRouter>

const url = '/trpc'

/** Tells the frame whether the gateway answered. A refusal is an answer. */
const watchLink: TRPCLink<AppRouter> = () => {
  return ({ op, next }) =>
    observable((observer) =>
      next(op).subscribe({
        next(value) {
          noteGateway('here')
          observer.next(value)
        },
        error(error) {
          // A question that is no longer wanted says nothing about the gateway.
          if (!op.signal?.aborted) noteGateway(isAway(error) ? 'away' : 'here')
          observer.error(error)
        },
        complete: () => observer.complete(),
      }),
    )
}

export const trpcClient = createTRPCClient<AppRouter>({
  links: [
    splitLink({
      condition: (operation) => operation.type === 'subscription',
      true: httpSubscriptionLink({ url }),
      false: [
        watchLink,
        httpBatchLink({
          url,
          maxItems: 20,
          // Questions carry whole documents, which are too long for an address.
          methodOverride: 'POST',
          headers: () => ({ 'accept-language': currentLanguage() }),
        }),
      ],
    }),
  ],
})

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      retry: (_count, error) => isAway(error),
      retryDelay: delayMs,
      staleTime: 5_000,
      networkMode: 'always',
    },
    mutations: { networkMode: 'always' },
  },
})

/** Options for `useQuery` and `useMutation`: `useQuery(trpc.runs.get.queryOptions({ projectId, run }))`. */
export const trpc = createTRPCOptionsProxy<AppRouter>({ client: trpcClient, queryClient })

watchGateway(
  () => trpcClient.system.health.query({}),
  () => void queryClient.invalidateQueries(),
)

/** Whether the gateway did not answer at all, as against refusing. */
export function isAway(error: unknown): boolean {
  return error instanceof TRPCClientError && !error.data
}

/** The code of a refusal; undefined where there was no answer. */
export function refusalCode(error: unknown): string | undefined {
  return error instanceof TRPCClientError ? (error.data as { code?: string } | undefined)?.code : undefined
}

function delayMs(attempt: number): number {
  return Math.min(500 * 2 ** attempt, 5_000)
}
