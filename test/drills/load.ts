/** Many small runs at once, asked for without a pause while something is being broken. */
import { setTimeout as sleep } from 'node:timers/promises'
import { waitFor } from '#test/fixtures/product.ts'
import type { DrillOptions } from './drill.ts'
import { newRun } from './scene.ts'
import type { AskedRun, Scene } from './scene.ts'

export interface Load {
  /** Grows while the load goes on. */
  runs: AskedRun[]
  /** Asks for nothing more and waits for the answers that are under way. */
  end(): Promise<void>
}

const pauseMs = 200

/** Asks for a run every 200 ms until it is ended. While a part of the product is away runs may be refused. */
export function beginLoad(scene: Scene, { random, prefix }: DrillOptions): Load {
  const runs: AskedRun[] = []
  const answers: Promise<unknown>[] = []
  let isOn = true
  const ask = () => {
    const run = newRun(`${prefix}-${runs.length}`, random)
    // Some runs read what another has read, so that they take each other's results.
    if (runs.length % 3 === 2) run.measured = runs[runs.length - 1].measured
    runs.push(run)
    answers.push(scene.start(run).catch(() => 'refused'))
  }
  const asking = (async () => {
    for (; isOn; await sleep(pauseMs)) ask()
  })()
  return {
    runs,
    async end() {
      isOn = false
      await asking
      await Promise.all(answers)
    },
  }
}

/** Waits until so many more runs have been accepted. */
export async function untilAccepted({ runs }: Load, more: number): Promise<void> {
  const wanted = idsOf(runs).length + more
  await waitFor('new runs are accepted', () => idsOf(runs).length >= wanted, 60_000)
}

/** How many blocks were running at an instant (ms since 1970), by what the ledger says afterwards. */
export async function runningAt({ app }: Scene, runs: AskedRun[], instant: number): Promise<number> {
  const { rows } = await app.pool.query<{ count: number }>(
    `select count(*)::int as count from attempt
     where run_id = any($1) and started_at <= $2 and (finished_at is null or finished_at > $2)`,
    [idsOf(runs), new Date(instant)],
  )
  return rows[0].count
}

function idsOf(runs: AskedRun[]): string[] {
  return runs.flatMap(({ runId }) => runId ?? [])
}
