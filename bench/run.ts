import { Command, Option } from 'commander'
import { benchmarks } from './list.ts'
import type { Benchmark } from './figure.ts'
import { load } from './machine.ts'
import { tableOf, writeSection } from './report.ts'

const names = benchmarks.map(({ name }) => name)
const command = new Command('npm run bench --')
  .description('Measure EcoKI beside its peers and write the figures to docs/benchmarks.md.')
  .addOption(new Option('--only <names...>', 'only these').choices(names))
command.parse()
const { only = names } = command.opts<{ only?: string[] }>()
process.exit(await main(benchmarks.filter(({ name }) => only.includes(name))))

/** Runs benchmarks one after the other, whatever becomes of those before. A missed goal is no failure: it is told. */
async function main(chosen: Benchmark[]): Promise<number> {
  let failed = 0
  for (const benchmark of chosen) {
    console.log(`\n== ${benchmark.title}`)
    try {
      const before = load()
      const outcome = await benchmark.run((text) => console.log(`   ${text}`))
      writeSection(benchmark, outcome, `${before} before, ${load()} after`)
      console.log(tableOf(outcome.figures))
    } catch (error) {
      console.error(error)
      failed++
    }
  }
  return failed > 0 ? 1 : 0
}
