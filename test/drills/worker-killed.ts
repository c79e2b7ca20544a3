/** kill -9 of the worker while runs stand at chosen instants of chosen blocks. */
import { identify } from '#config/processes.ts'
import { waitFor } from '#test/fixtures/product.ts'
import type { Drill, DrillOptions, DrillResult } from './drill.ts'
import { nodeNames } from './pipeline.ts'
import { blockChildren, endBy } from './processes.ts'
import type { Scene } from './scene.ts'
import { isHit, placeTargets } from './standing.ts'
import type { Target } from './standing.ts'
import { tallyRuns } from './tally.ts'

/** A dead worker's block begins again within this time. */
const againWithinMs = 10_000

/** Eight kills, each hits one run before a block, one in the middle and one after the effect: all 24 pairs. */
export const workerKilled: Drill[] = nodeNames.map((_, turn) => ({
  id: `worker-killed/${turn + 1}`,
  run: (scene, options) => run(scene, options, turn),
}))

async function run(scene: Scene, options: DrillOptions, turn: number): Promise<DrillResult> {
  const block = (shift: number) => nodeNames[(turn + shift) % nodeNames.length]
  const targets = await placeTargets(scene, options, [
    ['unreported', block(0)],
    ['middle', block(3)],
    ['before', block(5)],
  ])
  const worker = scene.product.pidOf('worker')
  const children = blockChildren(worker)
  const killedAt = await endBy('SIGKILL', worker)
  const hits = await Promise.all(targets.map((target) => isHit(scene, target)))
  await Promise.all(targets.map(({ hold }) => hold.release()))
  const orphans = await waitFor(
    'children end with their worker',
    () => children.every((pid) => !identify(pid)),
    5_000,
  ).catch(() => ['children outlived their worker'])
  const runs = targets.map((target) => target.run)
  await scene.settle(runs)
  const again = await Promise.all(targets.map((target) => againAfter(scene, target, killedAt)))
  const late = again.filter((ms) => !(ms <= againWithinMs)).map((ms) => `a block began again after ${ms} ms`)
  return {
    ...(await tallyRuns(scene, runs)),
    kills: targets.length,
    hits: hits.filter(Boolean).length,
    problems: [...(orphans ?? []), ...late],
    measured: { againMs: Math.max(...again) },
  }
}

/** How long after the kill the block's next attempt began; NaN: never. */
async function againAfter(scene: Scene, { node, runId }: Target, killedAt: number): Promise<number> {
  const { rows } = await scene.app.pool.query<{ at: Date | null }>(
    'select min(started_at) as at from attempt where run_id = $1 and node = $2 and started_at > $3',
    [runId, node, new Date(killedAt)],
  )
  return rows[0].at ? rows[0].at.getTime() - killedAt : NaN
}
