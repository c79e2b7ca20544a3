/** Small runs, several at once and without a pause, while something is being broken. */
import { setTimeout as sleep } from 'node:timers/promises'
import { isFinal } from '#pipeline/run-words.ts'
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

/** So many people, each of whom has one run under way. */
const people = 10
const pauseMs = 150

/**
 * Ten people ask for a run, wait until it is over and ask for the next, until the load is ended. While a part of the
 * product is away runs may be refused.
 */
export function beginLoad(scene: Scene, { random, prefix }: DrillOptions): Load {
  const runs: AskedRun[] = []
  let isOn = true
  const ask = async () => {
    const run = newRun(`${prefix}-${runs.length}`, random)
    // Some runs read what another has read, so that they take each other's results.
    if (runs.length % 3 === 2) run.measured = runs[runs.length - 1].measured
    runs.push(run)
    await scene.start(run).catch(() => 'refused')
    while (isOn && run.runId && !(await isOver(scene, run).catch(() => false))) await sleep(pauseMs)
  }
  const person = async () => {
    for (; isOn; await sleep(pauseMs)) await ask()
  }
  const asking = Promise.all(Array.from({ length: people }, person))
  return {
    runs,
    async end() {
      isOn = false
      await asking
    },
  }
}

async function isOver({ app }: Scene, { runId }: AskedRun): Promise<boolean> {
  const { rows } = await app.pool.query<{ status: string }>('select status from run where id = $1', [runId])
  return isFinal('run', rows[0].status)
}

/** Waits until so many more runs have been accepted. */
export async function untilAccepted({ runs }: Load, more: number): Promise<void> {
  const wanted = idsOf(runs).length + more
  await waitFor('new runs are accepted', () => idsOf(runs).length >= wanted, 60_000)
}

function idsOf(runs: AskedRun[]): string[] {
  return runs.flatMap(({ runId }) => runId ?? [])
}
