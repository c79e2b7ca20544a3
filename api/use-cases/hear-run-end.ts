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
  forget(): void
}

const listenersOf = new WeakMap<pg.Pool, Listeners>()

/** Listens until stopped. What is over already is not told again: look once afterwards. */
export async function hearRunEnd({ pool }: App, runId: string): Promise<RunEar> {
  const listeners = listenersOf.get(pool) ?? listen(pool)
  const controller = new AbortController()
  listeners.byRun.set(controller, runId)
  await listeners.client
  return { over: controller.signal, stop: () => leave(listeners, controller) }
}

function listen(pool: pg.Pool): Listeners {
  const forget = () => forgetListeners(pool, listeners)
  const listeners: Listeners = { client: pool.connect(), byRun: new Map(), forget }
  listenersOf.set(pool, listeners)
  listeners.client = listeners.client.then(async (client) => {
    client.on('end', forget)
    client.on('notification', ({ payload }) => {
      for (const [controller, runId] of listeners.byRun) if (runId === payload) controller.abort()
    })
    await client.query(`listen ${runOverChannel}`).catch((error: Error) => {
      client.release(error)
      throw error
    })
    return client
  })
  listeners.client.catch(forget)
  return listeners
}

/** The last one gives the connection back to the pool. */
function leave(listeners: Listeners, controller: AbortController): void {
  listeners.byRun.delete(controller)
  if (listeners.byRun.size > 0) return
  listeners.forget()
  void listeners.client.then(async (client) => {
    client.removeAllListeners('notification')
    client.off('end', listeners.forget)
    const broken = await client.query(`unlisten ${runOverChannel}`).then(() => false, () => true) // prettier-ignore
    client.release(broken)
  })
}

/** Others may have begun to listen anew after a connection was lost. */
function forgetListeners(pool: pg.Pool, listeners: Listeners): void {
  if (listenersOf.get(pool) === listeners) listenersOf.delete(pool)
}
