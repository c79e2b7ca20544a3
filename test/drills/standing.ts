/** Runs that stand still at a chosen instant of a chosen block, held there by locks in the database. */
import { waitFor } from '#test/fixtures/product.ts'
import type { DrillOptions } from './drill.ts'
import { holdStep, holdTable } from './holds.ts'
import type { Hold } from './holds.ts'
import type { NodeName } from './pipeline.ts'
import { newRun } from './scene.ts'
import type { AskedRun, Scene } from './scene.ts'

/** unreported: the block's effect is done and the step not settled. */
export type Instant = 'before' | 'middle' | 'unreported'

export interface Target {
  node: NodeName
  instant: Instant
  run: AskedRun
  runId: string
  /** Where it stands now. */
  hold: Hold
}

/** Lets one run stand at each of the wanted places; at most one of them in the middle. */
export async function placeTargets(
  scene: Scene,
  { random, prefix }: DrillOptions,
  wanted: [Instant, NodeName][],
): Promise<Target[]> {
  const worker = scene.product.pidOf('worker')
  const targets: Target[] = []
  process.kill(worker, 'SIGSTOP') // so that no run gets past its block before the lock is there
  try {
    for (const [instant, node] of wanted) {
      const run = newRun(`${prefix}-${instant}-${node}`, random)
      const runId = await scene.start(run)
      targets.push({ node, instant, run, runId, hold: await holdStep(scene.databaseUrl, runId, node) })
    }
  } finally {
    process.kill(worker, 'SIGCONT')
  }
  await Promise.all(targets.map(({ hold }) => hold.reached()))
  for (const target of targets) await moveOn(scene, target)
  return targets
}

/** From before its attempt to where the target is wanted. */
async function moveOn(scene: Scene, target: Target): Promise<void> {
  const { databaseUrl } = scene
  if (target.instant === 'before') return
  const table = target.node === 'write' ? 'sample' : 'object_reference'
  const inside = await holdTable(databaseUrl, table)
  await target.hold.release()
  target.hold = inside
  // Blocks of other runs may stand at the table too.
  await waitFor('the attempt runs', async () => (await tracesOf(scene, target)).running === 1)
  await inside.reached()
  if (target.instant === 'middle') return
  target.hold = await holdStep(databaseUrl, target.runId, target.node)
  await inside.release()
  await target.hold.reached()
}

interface Traces {
  status: string
  running: number
  attempts: number
  referenced: number
  samples: number
  unsettled: number
}

/** What the ledger and the historian say about the block now. */
async function tracesOf(scene: Scene, { node, runId, run }: Target): Promise<Traces> {
  const { rows } = await scene.app.pool.query<Traces>(
    `select s.status,
       (select count(*) from attempt a where a.run_id = s.run_id and a.node = s.node)::int as attempts,
       (select count(*) from attempt a where a.run_id = s.run_id and a.node = s.node and a.status = 'running')::int
         as running,
       (select count(*) from object_reference o where o.run_id = s.run_id and o.node = s.node
         and o.created_at >= s.started_at)::int as referenced,
       (select count(*) from sample join tag t on t.id = tag_id where split_part(t.name, '.', 1) || '.' = $3)::int
         as samples,
       (select count(*) from step e where e.run_id = s.run_id and e.position < s.position
         and e.status not in ('done', 'reused'))::int as unsettled
     from step s where s.run_id = $1 and s.node = $2`,
    [runId, node, run.prefix],
  )
  return rows[0]
}

/** Whether the block stands where it was wanted. */
export async function isHit(scene: Scene, target: Target): Promise<boolean> {
  const { instant, node } = target
  const { status, running, attempts, referenced, samples, unsettled } = await tracesOf(scene, target)
  const effects = node === 'write' ? samples : referenced
  if (unsettled > 0) return false
  if (instant === 'before') return status === 'waiting' && attempts === 0 && effects === 0
  return status === 'running' && running === 1 && (instant === 'middle' ? effects === 0 : effects > 0)
}
