/** Removes what is only needed for a while: events that were told, and answers kept for repetitions. */
import { inTransaction } from '#datasets/transaction.ts'
import type { App } from '../app.ts'

/** A tab that was closed for longer looks at everything anew. */
const eventHours = 24
/** Whoever repeats a request does so sooner. */
const answerDays = 7
const eventsAtOnce = 50_000

export interface Forgotten {
  events: number
  answers: number
}

export async function forgetOld({ pool }: Pick<App, 'pool'>): Promise<Forgotten> {
  let events = 0
  for (let removed = eventsAtOnce; removed === eventsAtOnce; events += removed)
    removed = await forgetEvents(pool)
  const answers = await pool.query(
    'delete from idempotency where created_at < now() - make_interval(days => $1)',
    [answerDays],
  )
  return { events, answers: answers.rowCount ?? 0 }
}

/** Whoever remembers a moment from before these events must be able to tell: the horizon moves in the same transaction. */
function forgetEvents(pool: App['pool']): Promise<number> {
  return inTransaction(pool, 'begin isolation level read committed', async (client) => {
    const { rows } = await client.query<{ count: number }>(
      `with gone as (
         delete from live_event where seq in (
           select seq from live_event where at < now() - make_interval(hours => $1) order by at limit $2)
         returning xid),
       moved as (
         update live_horizon set xid = greatest(xid, (select max(xid) from gone)) where exists (select from gone))
       select count(*)::int as count from gone`,
      [eventHours, eventsAtOnce],
    )
    return rows[0].count
  })
}
