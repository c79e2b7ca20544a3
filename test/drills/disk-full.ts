/** The disk of the store is full for a while. */
import { setTimeout as sleep } from 'node:timers/promises'
import { waitFor } from '#test/fixtures/product.ts'
import type { Drill, DrillOptions, DrillResult } from './drill.ts'
import { beginLoad, untilAccepted } from './load.ts'
import type { AskedRun, Scene } from './scene.ts'
import type { StoreDisk } from './store-disk.ts'
import { placeTargets } from './standing.ts'
import { nodeNames } from './pipeline.ts'
import { tallyRuns } from './tally.ts'

export const diskFull: Drill[] = [
  { id: 'disk-full/store', run, refusal: ({ disk }) => ('refused' in disk ? disk.refused : undefined) },
]

/** Blocks before the one that writes to the historian leave results in the store. */
const storing = nodeNames.filter((name) => name !== 'write')

async function run(scene: Scene, drill: DrillOptions): Promise<DrillResult> {
  const { random, isShort } = drill
  const disk = scene.disk as StoreDisk
  const load = beginLoad(scene, drill)
  let hits = 0
  try {
    await untilAccepted(load, 3 + random.below(3))
    const [target] = await placeTargets(scene, drill, [['before', random.pick(storing)]])
    load.runs.push(target.run)
    disk.fill()
    await target.hold.release()
    await waitFor('a block meets the full disk', async () => (await metFullDisk(scene, target.run)) > 0)
    hits = 1
    await sleep(random.below(isShort ? 3_000 : 8_000))
    disk.free()
    await untilAccepted(load, 5)
  } finally {
    disk.free()
    await load.end()
  }
  await scene.settle(load.runs)
  return { ...(await tallyRuns(scene, load.runs)), kills: 1, hits, problems: [] }
}

/** Attempts of a run that failed because nothing could be written. */
async function metFullDisk({ app }: Scene, { runId }: AskedRun): Promise<number> {
  const { rows } = await app.pool.query<{ count: number }>(
    "select count(*)::int as count from attempt where run_id = $1 and error->>'code' = 'disk-full'",
    [runId],
  )
  return rows[0].count
}
