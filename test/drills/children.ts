/** The child processes in which native code runs crash or stand still. */
import { setTimeout as sleep } from 'node:timers/promises'
import { waitFor } from '#test/fixtures/product.ts'
import type { Drill, DrillOptions, DrillResult } from './drill.ts'
import { beginLoad, untilAccepted } from './load.ts'
import { blockChildren, endBy } from './processes.ts'
import type { AskedRun, Scene } from './scene.ts'
import { isHit, placeTargets } from './standing.ts'
import type { Target } from './standing.ts'
import { tallyRuns } from './tally.ts'

/** What happens to the children while one of them is in the middle of reading a file. */
type Harm = (scene: Scene, target: Target, options: DrillOptions) => Promise<{ kills: number; hits: number }>

interface ChildOptions {
  /** Code of the error with which the run that was hit must fail; left out: it must end done. */
  failsWith?: string
}

export const children: Drill[] = [
  childDrill('child/killed', (scene, target) => crash(scene, target, 'SIGKILL')),
  childDrill('child/segmentation-fault', (scene, target) => crash(scene, target, 'SIGSEGV')),
  childDrill('child/stopped-and-continued', stopForAWhile),
  childDrill('child/stopped-for-good', stopForGood),
  childDrill('child/killed-twice', crashTwice, { failsWith: 'host-died' }),
]

function childDrill(id: string, harm: Harm, options: ChildOptions = {}): Drill {
  return { id, run: (scene, drill) => run(scene, drill, harm, options) }
}

async function run(
  scene: Scene,
  drill: DrillOptions,
  harm: Harm,
  { failsWith }: ChildOptions,
): Promise<DrillResult> {
  // The others stand in threads: only the target is in a child process.
  const standing = await placeTargets(scene, drill, [
    ['before', 'lag'],
    ['before', 'write'],
    ['middle', 'read'],
  ])
  const [target, others] = [standing[2], standing.slice(0, 2)]
  const counts = await harm(scene, target, drill)
  for (const { hold } of others) await hold.release()
  const load = beginLoad(scene, drill)
  try {
    await untilAccepted(load, 5)
  } finally {
    await load.end()
  }
  load.runs.push(...others.map((other) => other.run))
  await scene.settle([...load.runs, target.run])
  const problems = failsWith ? await otherFailure(scene, target, failsWith) : []
  const runs = failsWith ? load.runs : [...load.runs, target.run]
  return { ...(await tallyRuns(scene, runs)), ...counts, problems }
}

/** Ends all children and lets the block go on. */
async function crash(
  scene: Scene,
  target: Target,
  signal: NodeJS.Signals,
): Promise<{ kills: number; hits: number }> {
  const wasThere = await isHit(scene, target)
  await endChildren(scene, signal)
  await target.hold.release()
  await waitFor('the attempt has failed', async () => (await deaths(scene, target.run)).length > 0)
  const reasons = await deaths(scene, target.run)
  // A place that stood idle dies too: not a death of the block.
  return { kills: 1, hits: wasThere && `${reasons}` === `signal ${signal}` ? 1 : 0 }
}

/** Ends the child of the second attempt too, at the same place. */
async function crashTwice(scene: Scene, target: Target): Promise<{ kills: number; hits: number }> {
  const counted: number[] = []
  for (let times = 1; times <= 2; times++) {
    await waitFor('the block stands again', () => isHit(scene, target))
    await target.hold.reached()
    await endChildren(scene, 'SIGKILL')
    await target.hold.forget()
    await waitFor('the attempt has failed', async () => (await deaths(scene, target.run)).length >= times)
    counted.push((await deaths(scene, target.run)).length)
  }
  await target.hold.release()
  return { kills: 2, hits: counted.filter((deaths, index) => deaths === index + 1).length }
}

async function stopForAWhile(
  scene: Scene,
  target: Target,
  { random }: DrillOptions,
): Promise<{ kills: number; hits: number }> {
  const stopped = stopChildren(scene)
  const wasThere = await isHit(scene, target)
  await target.hold.release()
  await sleep(500 + random.below(4_000))
  for (const pid of stopped) process.kill(pid, 'SIGCONT')
  return { kills: 1, hits: wasThere ? 1 : 0 }
}

/** Nobody lets the children go on: the worker has to find out by itself. */
async function stopForGood(scene: Scene, target: Target): Promise<{ kills: number; hits: number }> {
  stopChildren(scene)
  const wasThere = await isHit(scene, target)
  await target.hold.release()
  return { kills: 1, hits: wasThere ? 1 : 0 }
}

function stopChildren({ product }: Scene): number[] {
  const pids = blockChildren(product.pidOf('worker'))
  for (const pid of pids) process.kill(pid, 'SIGSTOP')
  return pids
}

async function endChildren({ product }: Scene, signal: NodeJS.Signals): Promise<void> {
  const pids = blockChildren(product.pidOf('worker'))
  if (pids.length === 0) throw new Error('there is no child to end')
  await Promise.all(pids.map((pid) => endBy(signal, pid)))
}

/** Why the processes of a run's attempts died, in order. */
async function deaths({ app }: Scene, { runId }: AskedRun): Promise<string[]> {
  const { rows } = await app.pool.query<{ reason: string }>(
    `select error->'params'->>'reason' as reason from attempt
     where run_id = $1 and error->>'code' = 'host-died' order by number`,
    [runId],
  )
  return rows.map(({ reason }) => reason)
}

async function otherFailure({ app }: Scene, { runId }: Target, code: string): Promise<string[]> {
  const { rows } = await app.pool.query<{ status: string; code: string | null }>(
    "select status, error->>'code' as code from run where id = $1",
    [runId],
  )
  const [{ status, code: found }] = rows
  return status === 'failed' && found === code
    ? []
    : [`the run is ${status} with ${found}, not failed with ${code}`]
}
