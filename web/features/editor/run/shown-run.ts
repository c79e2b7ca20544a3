/** The run that is shown on the canvas: asked for until it is over. */
import { useQuery } from '@tanstack/react-query'
import { createContext, use, useEffect, useState } from 'react'
import { createStore, useStore } from 'zustand'
import type { StoreApi } from 'zustand'
import { isFinal } from '#pipeline/run-words.ts'
import { useWatchedRun } from '../../../lib/live.ts'
import { trpc } from '../../../lib/trpc.ts'
import type { Outputs } from '../../../lib/trpc.ts'
import { useEditor } from '../state/EditorContext.tsx'

export type RunDetail = Outputs['runs']['get']
export type Step = Outputs['runs']['steps'][number]

interface ShownRun {
  run?: RunDetail
  steps: ReadonlyMap<string, Step>
  error?: unknown
}

const none: ShownRun = { steps: new Map() }
export const ShownRunContext = createContext<StoreApi<ShownRun>>(createStore(() => none))

/** Beside the live stream, should that be cut. */
const askEveryMs = 5_000

/** A store that follows a run; empty without one. */
export function useFollowRun(run: string | undefined): StoreApi<ShownRun> {
  const { projectId } = useEditor()
  const [store] = useState(() => createStore(() => none))
  const about = { projectId, run: run ?? '' }
  useWatchedRun(run)
  const detail = useQuery({
    ...trpc.runs.get.queryOptions(about),
    enabled: run !== undefined,
    refetchInterval: ({ state }) => (state.data && isFinal('run', state.data.status) ? false : askEveryMs),
  })
  const steps = useQuery({
    ...trpc.runs.steps.queryOptions(about),
    enabled: run !== undefined,
    refetchInterval: detail.data && isFinal('run', detail.data.status) ? false : askEveryMs,
  })
  const error = detail.error ?? steps.error
  useEffect(() => {
    if (run === undefined) return store.setState(none, true)
    store.setState(({ steps: before }) => ({
      run: detail.data,
      steps: stepMap(steps.data ?? [], before),
      error,
    }))
  }, [store, run, detail.data, steps.data, error])
  return store
}

/** A step that is as before is the same object, so that its node is not drawn again. */
export function stepMap(steps: readonly Step[], before: ReadonlyMap<string, Step>): Map<string, Step> {
  return new Map(
    steps.map((step) => {
      const old = before.get(step.node)
      return [step.node, old && JSON.stringify(old) === JSON.stringify(step) ? old : step]
    }),
  )
}

export function useShownRun<T>(select: (state: ShownRun) => T): T {
  return useStore(use(ShownRunContext), select)
}

export function useStep(node: string): Step | undefined {
  return useShownRun((state) => state.steps.get(node))
}
