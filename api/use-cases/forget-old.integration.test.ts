import { describe, expect, it } from 'vitest'
import { useGateway } from '#test/fixtures/gateway.ts'
import { insertRun } from '#test/fixtures/ledger-rows.ts'
import { hubOf } from '../live/event-hub.ts'
import { readEvents } from '../live/events.ts'
import { forgetOld } from './forget-old.ts'

const gateway = useGateway()

describe('what is only needed for a while', () => {
  it('is removed when it is old, and who remembers a moment before it is told to look anew', async () => {
    const { pool } = gateway.app
    const { now: before } = await readEvents(pool, undefined, 0)
    await insertRun(pool)
    const { now: between } = await readEvents(pool, undefined, 0)
    await pool.query(`update live_event set at = now() - interval '25 hours'`)
    await insertRun(pool)
    await pool.query(
      `insert into idempotency (project_id, actor_id, procedure, key, request_hash, answer, created_at)
       select $1, 'a', 'p', age::text, 'h', '{}', now() - make_interval(days => age) from unnest(array[1, 8]) age`,
      [gateway.projectId],
    )
    expect(await forgetOld(gateway.app)).toEqual({ events: 1, answers: 1 })
    expect(await forgetOld(gateway.app)).toEqual({ events: 0, answers: 0 })
    const hub = hubOf(gateway.app)
    expect((await hub.begin(before)).isResumed).toBe(false)
    expect((await hub.begin(between)).isResumed).toBe(true)
    expect((await hub.after(between)).events).toHaveLength(1)
  })
})
