/** kill -9 of the worker while runs stand at chosen instants of chosen blocks. */
import { identify } from '#config/processes.ts'
import { waitFor } from '#test/fixtures/product.ts'
import type { Drill, DrillOptions, DrillResult } from './drill.ts'
import { holdStep, holdTable } from './holds.ts'
import type { Hold } from './holds.ts'
import { nodeNames } from './pipeline.ts'
import type { NodeName } from './pipeline.ts'
import { blockChildren, endBy } from './processes.ts'
import { newRun } from './scene.ts'
import type { AskedRun, Scene } from './scene.ts'
import { tallyRuns } from './tally.ts'

/** unreported: the block's effect is done and the step not settled. */
type Instant = 'before' | 'middle' | 'unreported'

interface Target {
  node: NodeName
  instant: Instant
  run: AskedRun
  runId: string
  /** Where it stands now. */
  hold: Hold
}

/** A dead worker's block begins again within this time. */
const againWithinMs = 10_000

/** Eight kills, each of them hits one run before a block, one in the middle and one after the effect. */
export const workerKilled: Drill[] = nodeNames.map((_, turn) => ({
  id: `worker-killed/${turn + 1}`,
  run: (scene, options) => run(scene, options, turn),
}))

async function run(scene: Scene, options: DrillOptions, turn: number): Promise<DrillResult> {
  const targets = await placeTargets(scene, options, turn)
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

/** Lets one run stand at each of the three instants, in blocks that the turn says: 8 turns make all 24 pairs. */
async function placeTargets(scene: Scene, { random, prefix }: DrillOptions, turn: number): Promise<Target[]> {
  const block = (shift: number) => nodeNames[(turn + shift) % nodeNames.length]
  const wanted: [Instant, NodeName][] = [
    ['unreported', block(0)],
    ['middle', block(3)],
    ['before', block(5)],
  ]
  const worker = scene.product.pidOf('worker')
  const targets: Target[] = []
  process.kill(worker, 'SIGSTOP') // so that no run gets past its block before the lock is there
  for (const [instant, node] of wanted) {
    const asked = newRun(`${prefix}-${instant}`, random)
    const runId = await scene.start(asked)
    targets.push({ node, instant, run: asked, runId, hold: await holdStep(scene.databaseUrl, runId, node) })
  }
  process.kill(worker, 'SIGCONT')
  await Promise.all(targets.map(({ hold }) => hold.reached()))
  for (const target of targets) await moveOn(scene, target)
  return targets
}

/** From before its attempt to where the target is wanted. */
async function moveOn({ databaseUrl }: Scene, target: Target): Promise<void> {
  if (target.instant === 'before') return
  const table = target.instant === 'middle' && target.node === 'write' ? 'sample' : 'object_reference'
  const inside = await holdTable(databaseUrl, table)
  await target.hold.release()
  await inside.reached()
  target.hold = inside
  if (target.instant === 'middle') return
  const settling = await holdStep(databaseUrl, target.runId, target.node)
  await inside.release()
  await settling.reached()
  target.hold = settling
}

interface Traces {
  status: string
  running: number
  attempts: number
  referenced: number
  samples: number
  unsettled: number
}

/** What the ledger and the historian say about the block at the instant of the kill. */
async function isHit(scene: Scene, { instant, node, runId, run }: Target): Promise<boolean> {
  const { rows } = await scene.app.pool.query<Traces>(
    `select s.status,
       (select count(*) from attempt a where a.run_id = s.run_id and a.node = s.node)::int as attempts,
       (select count(*) from attempt a where a.run_id = s.run_id and a.node = s.node and a.status = 'running')::int
         as running,
       (select count(*) from object_reference o where o.run_id = s.run_id and o.node = s.node)::int as referenced,
       (select count(*) from sample join tag t on t.id = tag_id where split_part(t.name, '.', 1) || '.' = $3)::int
         as samples,
       (select count(*) from step e where e.run_id = s.run_id and e.position < s.position
         and e.status not in ('done', 'reused'))::int as unsettled
     from step s where s.run_id = $1 and s.node = $2`,
    [runId, node, run.prefix],
  )
  const { status, running, attempts, referenced, samples, unsettled } = rows[0]
  const effects = node === 'write' ? samples : referenced
  if (unsettled > 0) return false
  if (instant === 'before') return status === 'waiting' && attempts === 0 && effects === 0
  return status === 'running' && running === 1 && (instant === 'middle' ? effects === 0 : effects > 0)
}

/** How long after the kill the block's next attempt began; NaN: never. */
async function againAfter(scene: Scene, { node, runId }: Target, killedAt: number): Promise<number> {
  const { rows } = await scene.app.pool.query<{ at: Date | null }>(
    'select min(started_at) as at from attempt where run_id = $1 and node = $2 and started_at > $3',
    [runId, node, new Date(killedAt)],
  )
  return rows[0].at ? rows[0].at.getTime() - killedAt : NaN
}
