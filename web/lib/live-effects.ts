/** Which kept answers an event makes old. */
import type { trpcClient } from './trpc.ts'

type StreamOptions = NonNullable<Parameters<typeof trpcClient.live.events.subscribe>[1]>
export type LiveMessage = Parameters<NonNullable<StreamOptions['onData']>>[0]['data']
export type LiveEvent = Extract<LiveMessage, { type: 'events' }>['events'][number]
export type LiveValue = Extract<LiveMessage, { type: 'values' }>['values'][number]
export type LiveHealth = Extract<LiveMessage, { type: 'health' }>['health']

/** A procedure, or only its answers about this run, or this step of it. */
export interface Stale {
  procedure:
    | 'runs.list'
    | 'runs.get'
    | 'runs.steps'
    | 'runs.attempts'
    | 'runs.logs'
    | 'runs.outputs'
    | 'pipelines.list'
    | 'pipelines.versions'
    | 'connections.list'
    | 'connections.get'
  about?: { run: string; node?: string }
}

export function staleAfter(event: LiveEvent): Stale[] {
  switch (event.kind) {
    case 'run':
      return [{ procedure: 'runs.list' }, { procedure: 'pipelines.list' }, ofRun('runs.get', event.run)]
    case 'step':
      return [
        ...(['runs.get', 'runs.steps', 'runs.outputs'] as const).map((procedure) =>
          ofRun(procedure, event.run),
        ),
        { procedure: 'runs.attempts', about: { run: event.run, node: event.node } },
      ]
    case 'log':
      return (['runs.logs', 'runs.attempts'] as const).map((procedure) => ofRun(procedure, event.run))
    case 'progress':
      return [ofRun('runs.steps', event.run)]
    case 'pipeline':
      return [{ procedure: 'pipelines.list' }, { procedure: 'pipelines.versions' }]
    case 'connection':
      return [{ procedure: 'connections.list' }, { procedure: 'connections.get' }]
  }
}

function ofRun(procedure: Stale['procedure'], run: string): Stale {
  return { procedure, about: { run } }
}

/** Each once, however many events say so. */
export function staleAfterAll(events: LiveEvent[]): Stale[] {
  const all = events.flatMap(staleAfter)
  return [...new Map(all.map((stale) => [JSON.stringify(stale), stale])).values()]
}
