import { Command, Option } from 'commander'
import { checkFormat, checkPageTypes, checkRules, checkTypes, runDrills } from './suite/checks.ts'
import { runBrowserTests } from './suite/browser.ts'
import { prepareMosquitto } from './suite/mosquitto.ts'
import { preparePython } from './suite/python.ts'
import { oneCheck, sum, summary } from './suite/tally.ts'
import type { Tally } from './suite/tally.ts'
import { runTests } from './suite/vitest.ts'

const steps: Record<string, { title: string; run(): Promise<Tally> }> = {
  format: { title: 'Format', run: checkFormat },
  rules: { title: 'Rules', run: checkRules },
  types: { title: 'Types', run: checkTypes },
  'page-types': { title: 'Types of the pages', run: checkPageTypes },
  python: { title: 'Reference programs', run: preparePython },
  mosquitto: { title: 'MQTT broker of the tests', run: prepareMosquitto },
  unit: { title: 'Unit tests', run: () => runTests('unit') },
  integration: { title: 'Integration tests', run: () => runTests('integration') },
  browser: { title: 'Browser tests', run: runBrowserTests },
  drills: { title: 'Drills', run: runDrills },
}

const command = new Command('npm test --')
  .description('Check format, rules and types, run all tests and the short set of drills.')
  .addOption(new Option('--only <steps...>', 'only these').choices(Object.keys(steps)))
command.parse()
const { only } = command.opts<{ only?: string[] }>()
process.exit(await main(only ? ['python', 'mosquitto', ...only] : Object.keys(steps)))

/** Runs steps one after the other, whatever becomes of those before, and returns the exit code. */
async function main(names: string[]): Promise<number> {
  const tallies: Tally[] = []
  for (const name of new Set(names)) tallies.push(await runStep(name))
  const total = sum(tallies)
  console.log(`\n${summary(total)}`)
  return total.failed > 0 ? 1 : 0
}

async function runStep(name: string): Promise<Tally> {
  const { title, run } = steps[name]
  const begin = Date.now()
  console.log(`\n== ${title}`)
  const tally = await run().catch((error: unknown) => {
    console.error(error)
    return oneCheck(false)
  })
  const state = tally.failed > 0 ? `${tally.failed} failed` : 'ok'
  console.log(`== ${title}: ${state}, ${((Date.now() - begin) / 1000).toFixed(1)} s`)
  return tally
}
