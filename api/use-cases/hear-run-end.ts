/** Hears of the ends of runs at once, instead of asking again and again. */
import type pg from 'pg'
import { runOverChannel } from '#pipeline/run-words.ts'
import type { App } from '../app.ts'

export interface RunEar {
  /** Aborted when the run is over. Nothing is heard once the connection is lost: keep asking now and then. */
  over: AbortSignal
  stop(): void
}

/** All who listen on one connection. */
interface Listeners {
  client: Promise<pg.PoolClient>
  byRun: Map<AbortController, string>
}

const listenersOf = new WeakMap<pg.Pool, Listeners>()

/** Listens until stopped. What is over already is not told again: look once afterwards. */
export async function hearRunEnd({ pool }: App, runId: string): Promise<RunEar> {
  const listeners = listenersOf.get(pool) ?? listen(pool)
  const controller = new AbortController()
  listeners.byRun.set(controller, runId)
  await listeners.client
  return { over: controller.signal, stop: () => leave(pool, listeners, controller) }
}

function listen(pool: pg.Pool): Listeners {
  const listeners: Listeners = { client: pool.connect(), byRun: new Map() }
  listenersOf.set(pool, listeners)
  const forget = () => forgetListeners(pool, listeners)
  listeners.client = listeners.client.then(async (client) => {
    client.on('end', forget)
    client.on('notification', ({ payload }) => {
      for (const [controller, runId] of listeners.byRun) if (runId === payload) controller.abort()
    })
    await client.query(`listen ${runOverChannel}`)
    return client
  })
  listeners.client.catch(forget)
  return listeners
}

/** The last one closes the connection: in the pool it would go on listening. */
function leave(pool: pg.Pool, listeners: Listeners, controller: AbortController): void {
  listeners.byRun.delete(controller)
  if (listeners.byRun.size > 0) return
  forgetListeners(pool, listeners)
  void listeners.client.then((client) => client.release(true))
}

/** Others may have begun to listen anew after a connection was lost. */
function forgetListeners(pool: pg.Pool, listeners: Listeners): void {
  if (listenersOf.get(pool) === listeners) listenersOf.delete(pool)
}
