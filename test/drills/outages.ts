/** Parts of the product that die or stand still under load. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Drill, DrillOptions, DrillResult } from './drill.ts'
import { beginLoad, untilAccepted } from './load.ts'
import { nodeNames } from './pipeline.ts'
import { endBy } from './processes.ts'
import type { Scene } from './scene.ts'
import { isHit, placeTargets } from './standing.ts'
import type { Target } from './standing.ts'
import { tallyRuns } from './tally.ts'

/** Breaks something now and mends it again; returns how many processes were hit. */
export type Strike = (scene: Scene, outageMs: number) => Promise<number>

export interface OutageOptions {
  /** What must be there before the strike, under load already. */
  prepare?(scene: Scene, options: DrillOptions): Promise<void>
  /** Shortest and longest outage; for `npm test` no longer than `shortMs`. */
  outageMs?: [number, number]
  shortMs?: number
}

/** Runs that are asked for after the strike and must be accepted before the load ends. */
const acceptedAfterwards = 5

/** A drill that strikes while blocks are running. */
export function outage(id: string, strike: Strike, options: OutageOptions = {}): Drill {
  return { id, run: (scene, drill) => run(scene, drill, strike, options) }
}

export const outages: Drill[] = [
  outage('temporal/killed', (scene, ms) => keepAway(scene, { temporal: 'SIGKILL' }, ms)),
  outage('postgres/fast', (scene, ms) => keepAway(scene, { postgres: 'SIGINT' }, ms)),
  outage('postgres/immediate', (scene, ms) => keepAway(scene, { postgres: 'SIGQUIT' }, ms)),
  outage('postgres-and-temporal/killed', (scene, ms) =>
    keepAway(scene, { postgres: 'SIGQUIT', temporal: 'SIGKILL' }, ms),
  ),
  // Longer than a heartbeat may be late: its blocks are given out again while it still holds them.
  outage('worker/stopped', stopWorker, { outageMs: [8_500, 14_000], shortMs: 9_500 }),
  outage('supervisor/killed', killSupervisor),
]

async function run(
  scene: Scene,
  drill: DrillOptions,
  strike: Strike,
  { prepare, outageMs = [200, 8_000], shortMs = 4_000 }: OutageOptions,
): Promise<DrillResult> {
  const { random, isShort } = drill
  const longest = isShort ? shortMs : outageMs[1]
  const away = Math.round(outageMs[0] + random.next() * (longest - outageMs[0]))
  const load = beginLoad(scene, drill)
  let strikes: number
  let wasThere: boolean
  try {
    await prepare?.(scene, drill)
    await sleep(500 + random.below(1_500))
    const witness = await placeWitness(scene, drill)
    load.runs.push(witness.run)
    // It stands there until the lock goes, which is after the strike or with the database.
    wasThere = await isHit(scene, witness)
    strikes = await strike(scene, away)
    await witness.hold.release()
    await untilAccepted(load, acceptedAfterwards)
  } finally {
    await load.end()
  }
  const mended = Date.now()
  await scene.settle(load.runs)
  const settledMs = Date.now() - mended
  return {
    ...(await tallyRuns(scene, load.runs)),
    kills: strikes,
    hits: wasThere ? strikes : 0,
    problems: [],
    measured: { awayMs: away, settledMs },
  }
}

/** A run whose block has done its work and is not settled: whatever is struck now strikes a running block. */
async function placeWitness(scene: Scene, options: DrillOptions): Promise<Target> {
  const [witness] = await placeTargets(scene, options, [['unreported', options.random.pick(nodeNames)]])
  return witness
}

/** Ends services and keeps the supervisor from starting them again for a while. */
export async function keepAway(
  { product }: Scene,
  signals: Record<string, NodeJS.Signals>,
  outageMs: number,
  meanwhile: () => void = () => undefined,
): Promise<number> {
  const supervisor = product.instance().supervisor.pid
  process.kill(supervisor, 'SIGSTOP')
  try {
    const services = Object.entries(signals)
    await Promise.all(services.map(([name, signal]) => endBy(signal, product.pidOf(name))))
    meanwhile()
    await sleep(outageMs)
    return services.length
  } finally {
    process.kill(supervisor, 'SIGCONT')
  }
}

async function stopWorker({ product }: Scene, outageMs: number): Promise<number> {
  const worker = product.pidOf('worker')
  process.kill(worker, 'SIGSTOP')
  try {
    await sleep(outageMs)
  } finally {
    process.kill(worker, 'SIGCONT')
  }
  return 1
}

async function killSupervisor(scene: Scene, outageMs: number): Promise<number> {
  await endBy('SIGKILL', scene.product.instance().supervisor.pid)
  await sleep(outageMs)
  await scene.begin()
  return 1
}
