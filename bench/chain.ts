import { setTimeout as sleep } from 'node:timers/promises'
import type { Segmentation } from '#pipeline/plan.ts'
import type { Table } from '#pipeline/table.ts'
import { valuesOf } from '#test/fixtures/cells.ts'
import { chainDocument } from './chain-document.ts'
import type { Benchmark, Figure, Outcome } from './figure.ts'
import { compare } from './figure.ts'
import { Prefect } from './prefect.ts'
import type { Cells } from './prefect.ts'
import { treeCpuMs } from './processor-time.ts'
import { Stage } from './stage.ts'

const together = 20
const rounds = { alone: 9, together: 3 }

/** Wall and processor time of one or several chains. */
interface Spent {
  wallMs: number
  cpuMs: number
}

interface Round {
  node: Spent
  whole: Spent
  prefect: Spent
}

const reasons = {
  wallAlone:
    'Each of the ten activities is a round trip through Temporal, which keeps every transition on disk before the next ' +
    'begins, and an attempt in the ledger that is opened, referenced and closed in transactions of their own.',
  whole:
    'Each of the ten blocks opens and closes an attempt in the ledger and puts its new columns on disk, so that a kill ' +
    'at any instant loses nothing; Prefect keeps no results at all.',
  cpu:
    'The processors work for three servers: PostgreSQL commits each attempt, Temporal each transition, and every new ' +
    'column is hashed and put on disk. Prefect writes states into PostgreSQL alone and keeps no results.',
}

export const chain: Benchmark = {
  name: 'chain',
  title: 'Ten cheap blocks, beside Prefect 3',
  about: `A chain of ten blocks (one source of 24 rows, five selections, four lags) against the same ten tasks in a
Prefect flow. EcoKI: started by the use-case behind \`ecoki run --fresh\`, another seed for every run, so that nothing
is reused and every result is written; all results are kept on disk, all attempts in PostgreSQL. Prefect: its own server
process on a PostgreSQL of its own, asynchronous flow and tasks in one warm process, no work pool, quiet logs, results
kept nowhere. Wall is what the caller waits; CPU is that of all processes of either side, the caller included. Both are
warmed up by one chain and one batch, then measured in turns: ${rounds.alone} times alone, ${rounds.together} times ${together} at once. The results of both are compared cell by cell.`,
  async run(say): Promise<Outcome> {
    const prefect = await Prefect.open()
    try {
      const stage = await Stage.open()
      try {
        return await measure(stage, prefect, say)
      } finally {
        await stage.close()
      }
    } finally {
      await prefect.close()
    }
  },
}

async function measure(stage: Stage, prefect: Prefect, say: (text: string) => void): Promise<Outcome> {
  const version = await prefect.version()
  const seeds = seedsFrom(1)
  const alone = await takeTurns({ stage, prefect, seeds, count: 1, times: rounds.alone, say })
  const batches = await takeTurns({ stage, prefect, seeds, count: together, times: rounds.together, say })
  return {
    figures: [...figures('alone', alone), ...figures(`${together} at once`, batches)],
    remarks: [`Peer: Prefect ${version}.`, whereBehind(alone, batches)],
  }
}

interface Turns {
  stage: Stage
  prefect: Prefect
  seeds: () => number
  count: number
  times: number
  say: (text: string) => void
}

async function takeTurns({ times, say, ...turn }: Turns): Promise<Round[]> {
  const found: Round[] = []
  for (let round = 0; round <= times; round++) {
    const [node, whole] = [await runOurs(turn, 'node'), await runOurs(turn, 'whole')]
    const spent = { node, whole, prefect: await runPrefect(turn) }
    say(
      `${turn.count}: ${JSON.stringify(spent, (_, value) => (typeof value === 'number' ? Math.round(value) : value))}`,
    )
    if (round > 0) found.push(spent)
  }
  return found
}

type Turn = Omit<Turns, 'times' | 'say'>

async function runOurs({ stage, seeds, count }: Turn, segmentation: Segmentation): Promise<Spent> {
  const work = () =>
    Promise.all(
      Array.from({ length: count }, () =>
        stage.run({ document: chainDocument, seed: seeds(), segmentation }),
      ),
    )
  return (await spend(stage.processes, work)).spent
}

/** Prefect gets the tables that EcoKI has just made, and has to come to the same results. */
async function runPrefect({ stage, prefect, seeds, count }: Turn): Promise<Spent> {
  const expected: Cells[] = []
  const tables: Cells[] = []
  for (let index = 0; index < count; index++) {
    const run = await stage.run({ document: chainDocument, seed: seeds(), segmentation: 'whole' })
    tables.push(cellsOf(await stage.table(run, 'station')))
    expected.push(cellsOf(await stage.table(run, 'last')))
  }
  const { spent, result } = await spend(prefect.processes, () => prefect.run(tables))
  if (sorted(result.results) !== sorted(expected)) throw new Error('Prefect came to other results')
  return spent
}

/** Servers finish their bookkeeping after the answer: a second of idling on both sides belongs to the work. */
async function spend<T>(processes: number[], work: () => Promise<T>): Promise<{ spent: Spent; result: T }> {
  const cpuBefore = treeCpuMs(processes)
  const begin = performance.now()
  const result = await work()
  const wallMs = performance.now() - begin
  await sleep(1_000)
  return { spent: { wallMs, cpuMs: treeCpuMs(processes) - cpuBefore }, result }
}

function figures(how: string, found: Round[]): Figure[] {
  const of = (side: keyof Round, what: keyof Spent) => found.map((round) => round[side][what])
  const pair = (
    what: string,
    side: 'node' | 'whole',
    kind: keyof Spent,
    limit?: Parameters<typeof compare>[0]['limit'],
  ) => compare({ what: `${what}, ${how}`, limit }, of(side, kind), of('prefect', kind))
  return [
    pair('wall, one segment', 'whole', 'wallMs', { ratio: 1 / 5, text: '< 1/5', reason: reasons.whole }),
    pair('CPU, one segment', 'whole', 'cpuMs', { ratio: 1, text: 'no more', reason: reasons.cpu }),
    pair('wall, one activity a block', 'node', 'wallMs', {
      ratio: 1 / 3,
      text: '< 1/3',
      reason: reasons.wallAlone,
    }),
    pair('CPU, one activity a block', 'node', 'cpuMs'),
  ]
}

function whereBehind(alone: Round[], batches: Round[]): string {
  const behind = [...figures('alone', alone), ...figures(`${together} at once`, batches)].filter(
    ({ ratio = 0 }) => ratio > 1,
  )
  if (behind.length === 0) return 'Prefect is ahead in none of these figures.'
  const list = behind.map(({ what, ratio = 0 }) => `${what} (EcoKI takes ${ratio.toFixed(1)} times as much)`)
  return `Prefect is ahead in: ${list.join('; ')}.`
}

function cellsOf(table: Table): Cells {
  const names = table.schema.columns.map(({ name }) => name)
  return Object.fromEntries(names.map((name) => [name, valuesOf(table, name)]))
}

function sorted(tables: Cells[]): string {
  return JSON.stringify(tables.map((table) => Object.entries(table).sort(([a], [b]) => (a < b ? -1 : 1))))
}

function seedsFrom(first: number): () => number {
  let next = first
  return () => next++
}
