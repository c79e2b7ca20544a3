import { compile } from '#pipeline/compile.ts'
import { bigPipeline } from '#pipeline/big-pipeline.fixture.ts'
import { catalog } from '#pipeline/small-blocks.fixture.ts'
import type { Benchmark, Outcome } from './figure.ts'
import { goalOf, median, wallMs } from './figure.ts'

const times = 9

export const compileBig: Benchmark = {
  name: 'compile',
  title: 'Compiling 10,000 nodes',
  about: `A document of 10,000 nodes and 50,000 edges, wired at random with a seed: validated, schemas propagated, put in
order, hashed. One warm-up, then ${times} times.`,
  async run(say): Promise<Outcome> {
    const document = bigPipeline(10_000, 50_000)
    const found: number[] = []
    for (let round = 0; round <= times; round++) {
      const ms = await wallMs(() => requirePlan(document))
      say(`${Math.round(ms)} ms`)
      if (round > 0) found.push(ms)
    }
    const ours = median(found)
    const goal = goalOf('< 1 s', ours < 1_000, 'Every wire is checked and explained, column by column.')
    return { figures: [{ what: '10,000 nodes, 50,000 edges', unit: 'ms', ours, goal }], remarks: [] }
  },
}

function requirePlan(document: unknown): void {
  const { plan, issues } = compile(document, catalog)
  if (!plan) throw new Error(JSON.stringify(issues.slice(0, 3)))
}
