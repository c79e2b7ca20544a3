import { createHash } from 'node:crypto'
import { Command, InvalidArgumentError } from 'commander'
import { measurePayloads, payloadLimitBytes } from '#test/fixtures/histories.ts'
import { seededRandom } from '#test/fixtures/random.ts'
import type { Drill, DrillResult } from './drill.ts'
import { passes } from './drill.ts'
import { allDrills, shortDrills } from './list.ts'
import type { Scene } from './scene.ts'
import { Stage } from './stage.ts'

interface Options {
  only: string
  seeds: number
  firstSeed: number
  test?: boolean
}

const command = new Command('npm run drill --')
  .description('Break a running product from outside and count what is lost, doubled or wrong afterwards.')
  .option('--only <prefix>', 'only drills whose id begins so', '')
  .option('--seeds <n>', 'how many seeds', wholeNumber, 1)
  .option('--first-seed <k>', 'the first of them', wholeNumber, 1)
  .option('--test', 'the short set of npm test: shorter outages')
command.parse()
process.exit(await main(command.opts<Options>()))

/** One line for each drill and seed; 1 when one of them falls short. */
async function main(options: Options): Promise<number> {
  const drills = (options.test ? shortDrills : allDrills).filter(({ id }) => id.startsWith(options.only))
  if (drills.length === 0) {
    console.error(`There is no drill ${options.only}. There are: ${allDrills.map(({ id }) => id).join(', ')}`)
    return 2
  }
  const stage = new Stage()
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void stage.clear().finally(() => process.exit(130)))
  let passed = true
  try {
    for (let seed = options.firstSeed; seed < options.firstSeed + options.seeds; seed++)
      for (const drill of drills) passed = (await runOne(stage, drill, seed, options)) && passed
  } finally {
    await stage.clear()
  }
  return passed ? 0 : 1
}

async function runOne(stage: Stage, drill: Drill, seed: number, options: Options): Promise<boolean> {
  const begin = Date.now()
  const say = (words: object) => console.log(JSON.stringify({ id: drill.id, seed, ...words }))
  try {
    const scene = await stage.scene()
    const refusal = drill.refusal?.(scene)
    if (refusal) {
      console.error(`Skipped ${drill.id}: ${refusal}`)
      return true
    }
    const prefix = `${drill.id.replace('/', '-')}-${seed}`
    const result = await drill.run(scene, {
      random: seededRandom(numberOf(`${drill.id} ${seed}`)),
      prefix,
      isShort: options.test ?? false,
    })
    if (!drill.leavesNoHistory) await lookAtHistories(scene, result, begin)
    say(lineOf(result, Date.now() - begin))
    if (passes(result)) return true
  } catch (error) {
    say({ pass: false, problems: [(error as Error).stack] })
  }
  await stage.clear() // what a failed drill leaves behind must not fail the next one
  return false
}

/** Whatever a drill does, no payload of a history it leaves may be large. */
async function lookAtHistories({ app }: Scene, result: DrillResult, since: number): Promise<void> {
  const sizes = await measurePayloads(await app.engine(), new Date(since))
  result.measured = { ...result.measured, histories: sizes.workflows, payloadBytes: sizes.largestBytes }
  if (sizes.payloads === 0) result.problems.push('no history is left to look at')
  if (sizes.largestBytes > payloadLimitBytes)
    result.problems.push(`a payload of ${sizes.largestBytes} bytes in ${sizes.largestIn}`)
}

/** Each drill has data of its own: equal data would be taken from the drill before instead of being computed. */
function numberOf(text: string): number {
  return createHash('sha256').update(text).digest().readUInt32LE()
}

function lineOf(result: DrillResult, ms: number): object {
  const { problems, measured, ...counts } = result
  return { ...counts, pass: passes(result), ...measured, ms, ...(problems.length > 0 && { problems }) }
}

function wholeNumber(text: string): number {
  const value = Number(text)
  if (!Number.isInteger(value) || value < 0) throw new InvalidArgumentError('a whole number is needed')
  return value
}
