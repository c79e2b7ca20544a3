/**
 * What happens, as it happens: one stream for the whole tab, because browsers allow few connections to one address. It
 * makes kept answers old.
 */
import { useEffect, useEffectEvent, useSyncExternalStore } from 'react'
import { staleAfterAll } from './live-effects.ts'
import type { LiveEvent, LiveHealth, LiveMessage, LiveValue, Stale } from './live-effects.ts'
import { queryClient, refusalCode, trpc, trpcClient } from './trpc.ts'

const gatherMs = 150
const reopenMs = 3_000

let projectId: string | undefined
let lastEventId: string | undefined
let close: (() => void) | undefined
let reopening: ReturnType<typeof setTimeout> | undefined
let gathered: LiveEvent[] = []
let gathering: ReturnType<typeof setTimeout> | undefined
let health: LiveHealth | undefined
const watchedRuns = new Map<string, number>()
const watchedTags = new Map<number, number>()
const valueListeners = new Set<(values: LiveValue[]) => void>()
const healthListeners = new Set<() => void>()

/** Keeps the stream of a project open while the frame is shown. */
export function useLiveEvents(project: string | undefined): void {
  useEffect(() => {
    if (!project) return
    projectId = project
    lastEventId = undefined
    scheduleOpen(0)
    return () => {
      projectId = undefined
      stop()
    }
  }, [project])
}

/** Asks for steps, progress and log lines of a run as long as it is shown. */
export function useWatchedRun(run: string | undefined): void {
  useEffect(() => {
    if (!run) return
    watchRun(run, 1)
    return () => watchRun(run, -1)
  }, [run])
}

function watchRun(run: string, change: 1 | -1): void {
  const before = watchedRuns.get(run) ?? 0
  const count = before + change
  if (count > 0) watchedRuns.set(run, count)
  else watchedRuns.delete(run)
  // The stream goes on where it was, with other topics: nothing is missed between.
  if (before === 0 || count === 0) scheduleOpen(0)
}

/** Values of tags, by id, as they come in: first the newest that is known. */
export function useLiveValues(tags: number[], listener: (values: LiveValue[]) => void): void {
  const tell = useEffectEvent(listener)
  const key = [...new Set(tags)].sort((a, b) => a - b).join()
  useEffect(() => {
    const wanted = new Set(key ? key.split(',').map(Number) : [])
    if (wanted.size === 0) return
    const take = (values: LiveValue[]) => {
      const own = values.filter(({ tag }) => wanted.has(tag))
      if (own.length > 0) tell(own)
    }
    valueListeners.add(take)
    for (const tag of wanted) watchTag(tag, 1)
    return () => {
      valueListeners.delete(take)
      for (const tag of wanted) watchTag(tag, -1)
    }
  }, [key])
}

function watchTag(tag: number, change: 1 | -1): void {
  const before = watchedTags.get(tag) ?? 0
  const count = before + change
  if (count > 0) watchedTags.set(tag, count)
  else watchedTags.delete(tag)
  if (before === 0 || count === 0) scheduleOpen(0)
}

/** The health of the installation; undefined as long as nothing is known. */
export function useLiveHealth(): LiveHealth | undefined {
  return useSyncExternalStore(
    (listener) => {
      healthListeners.add(listener)
      return () => healthListeners.delete(listener)
    },
    () => health,
  )
}

function stop(): void {
  clearTimeout(reopening)
  reopening = undefined
  close?.()
  close = undefined
}

/** Several wishes in one moment open one stream. */
function scheduleOpen(afterMs: number): void {
  clearTimeout(reopening)
  reopening = setTimeout(open, afterMs)
}

function open(): void {
  stop()
  if (!projectId) return
  const input = {
    projectId,
    runs: [...watchedRuns.keys()].slice(0, 100),
    runList: true,
    pipelines: true,
    connections: true,
    health: true,
    values: [...watchedTags.keys()].slice(0, 5_000),
    lastEventId,
  }
  const stream = trpcClient.live.events.subscribe(input, {
    onData: ({ id, data }) => {
      lastEventId = id
      take(data)
    },
    onConnectionStateChange: ({ state, error }) => {
      // The stream itself cannot tell a silent gateway from a closed connection: a call can.
      if (state === 'connecting' && error) void trpcClient.system.health.query({}).catch(() => undefined)
    },
    onError: (error) => {
      if (refusalCode(error) === 'not-signed-in')
        void queryClient.invalidateQueries(trpc.users.me.pathFilter())
      // What it knew may be what was refused.
      lastEventId = undefined
      scheduleOpen(reopenMs)
    },
  })
  close = () => stream.unsubscribe()
}

function take(message: LiveMessage): void {
  if (message.type === 'hello' && !message.isResumed) return refreshAll()
  if (message.type === 'health') {
    health = message.health
    for (const listener of healthListeners) listener()
  }
  if (message.type === 'values') for (const listener of valueListeners) listener(message.values)
  if (message.type !== 'events') return
  gathered.push(...message.events)
  gathering ??= setTimeout(refresh, gatherMs)
}

function refresh(): void {
  const events = gathered
  gathered = []
  gathering = undefined
  for (const stale of staleAfterAll(events)) void queryClient.invalidateQueries(filterOf(stale))
}

function refreshAll(): void {
  void queryClient.invalidateQueries(trpc.runs.pathFilter())
  void queryClient.invalidateQueries(trpc.pipelines.list.pathFilter())
}

function filterOf({ procedure, about }: Stale) {
  const [router, name] = procedure.split('.')
  return { queryKey: [[router, name], ...(about ? [{ input: about }] : [])] }
}
