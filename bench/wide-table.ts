import { loadBlockRun } from '#blocks/index.ts'
import { catalog } from '#blocks/specs.ts'
import { compile } from '#pipeline/compile.ts'
import type { Plan } from '#pipeline/plan.ts'
import { blockKey } from '#pipeline/block-spec.ts'
import type { BlockData, PortValue } from '#blocks/block.ts'
import type { RunResult } from '#client/index.ts'
import { runPlan } from '#test/fixtures/run-plan.ts'
import type { Benchmark, Outcome } from './figure.ts'
import { compare, wallMs } from './figure.ts'
import { Stage } from './stage.ts'
import { wideDocument } from './wide-table-document.ts'

const times = 3

/** No block of this pipeline reads or writes anything outside. */
const noData = {} as BlockData

const reason =
  'Every wire is kept in both cases: each new column is hashed, written and put on disk before its step counts as ' +
  'done, and with two cores and one disk this takes as long as the blocks themselves. A run that keeps only its last ' +
  'results would need a rule for which results may be missing afterwards.'

export const wideTable: Benchmark = {
  name: 'wide-table',
  title: 'A million rows through ten blocks, beside direct calls',
  about: `A simulated station of 999,936 rows; eight columns are chosen, gaps filled, lags, rolling means and the
calendar added, split in time, a linear regression learnt, applied and scored: ten blocks. The peer calls the same run
functions one after the other in one process, in memory, nothing kept. EcoKI runs the pipeline as users do, another seed
for every pair, so that nothing is reused and no column is on disk already. Both warmed up once, then ${times} pairs in turns.
The scores have to be the same to the bit.`,
  async run(say): Promise<Outcome> {
    const stage = await Stage.open()
    try {
      return await measure(stage, say)
    } finally {
      await stage.close()
    }
  },
}

type Side = 'whole' | 'wholeDirect' | 'node' | 'nodeDirect'

async function measure(stage: Stage, say: (text: string) => void): Promise<Outcome> {
  await loadBlocks()
  const found: Record<Side, number>[] = []
  for (let round = 0; round <= times; round++) {
    const spent: Record<Side, number> = { whole: 0, wholeDirect: 0, node: 0, nodeDirect: 0 }
    for (const segmentation of ['whole', 'node'] as const) {
      const seed = 2 * round + (segmentation === 'whole' ? 1 : 2)
      let values = new Map<string, PortValue>()
      spent[`${segmentation}Direct`] = await wallMs(
        async () => (values = await runPlan(planOf(seed), noData)),
      )
      spent[segmentation] = await wallMs(async () => {
        requireEqual(await stage.run({ document: wideDocument, seed, segmentation }), values)
      })
    }
    say(JSON.stringify(spent))
    if (round > 0) found.push(spent)
  }
  const of = (side: Side) => found.map((spent) => spent[side])
  const limit = (ratio: number) => ({ ratio, text: `<= ${ratio}`, reason })
  return {
    figures: [
      compare({ what: 'one segment', limit: limit(1.2) }, of('whole'), of('wholeDirect')),
      compare(
        { what: 'one activity a block, every wire kept', limit: limit(2) },
        of('node'),
        of('nodeDirect'),
      ),
    ],
    remarks: ['Peer: direct calls in one process.'],
  }
}

async function loadBlocks(): Promise<void> {
  for (const { block, version } of planOf(0).nodes) await loadBlockRun(blockKey(block, version))
}

function planOf(seed: number): Plan {
  const { plan, issues } = compile(wideDocument, catalog, { parameters: { seed } })
  if (!plan) throw new Error(JSON.stringify(issues))
  return plan
}

function requireEqual(run: RunResult, values: Map<string, PortValue>): void {
  const direct = values.get('score.metrics')
  const ours = run.outputs.score.metrics
  if (direct?.type !== 'metrics' || !('value' in ours)) throw new Error('no scores')
  const [a, b] = [direct.values, ours.value as Record<string, number>]
  for (const name of Object.keys(a))
    if (a[name] !== b[name]) throw new Error(`${name}: ${a[name]} and ${b[name]}`)
}
