/** The run that is shown on the canvas: asked for until it is over. */
import { createContext, use, useEffect, useState } from 'react'
import { createStore, useStore } from 'zustand'
import type { StoreApi } from 'zustand'
import { isFinal } from '#pipeline/run-words.ts'
import { isAway, trpcClient } from '../../../lib/trpc.ts'
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

const pauseMs = 500
const awayMs = 3_000

/** A store that follows a run; empty without one. */
export function useFollowRun(run: string | undefined): StoreApi<ShownRun> {
  const { projectId } = useEditor()
  const [store] = useState(() => createStore(() => none))
  useEffect(() => {
    store.setState(none, true)
    if (run === undefined) return
    const abort = new AbortController()
    let timer: ReturnType<typeof setTimeout>
    const ask = async () => {
      try {
        const [detail, steps] = await Promise.all([
          trpcClient.runs.get.query({ projectId, run }, { signal: abort.signal }),
          trpcClient.runs.steps.query({ projectId, run }, { signal: abort.signal }),
        ])
        if (abort.signal.aborted) return
        store.setState(({ steps: before }) => ({
          run: detail,
          steps: stepMap(steps, before),
          error: undefined,
        }))
        if (!isFinal('run', detail.status)) timer = setTimeout(ask, pauseMs)
      } catch (error) {
        if (abort.signal.aborted) return
        store.setState({ error })
        if (isAway(error)) timer = setTimeout(ask, awayMs)
      }
    }
    void ask()
    return () => {
      abort.abort()
      clearTimeout(timer)
    }
  }, [store, projectId, run])
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
