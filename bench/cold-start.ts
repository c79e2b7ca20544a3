import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { checkoutDirectory } from '#config/directories.ts'
import { environmentForChild } from '#config/environment.ts'
import type { Benchmark, Outcome } from './figure.ts'
import { goalOf, median, wallMs } from './figure.ts'

const times = 5

export const coldStart: Benchmark = {
  name: 'cold-start',
  title: 'From nothing running to the first result',
  about: `\`npm start -- --detach\` on a new data folder (the programs are in the cache: PostgreSQL's cluster is made,
migrations run), \`npx ecoki run --fresh examples/compressed-air.json\`, \`npm stop\`, then the second start on the same data and the
same run. Each by the clock of the shell, Node's own start included; files are in the page cache. Where the superuser
runs it, all happens in a network namespace with nothing but the loopback: offline. ${times} times.`,
  async run(say): Promise<Outcome> {
    const isOffline = await canCutOff()
    const found: Round[] = []
    for (let round = 0; round < times; round++) {
      found.push(await measure(isOffline))
      say(JSON.stringify(found[round]))
    }
    const of = (key: keyof Round) => median(found.map((one) => one[key])) / 1_000
    const figure = (what: string, ours: number, limit: number) => ({
      what,
      unit: 's' as const,
      ours,
      goal: goalOf(
        `< ${limit} s`,
        ours < limit,
        'Two cores load TypeScript for five processes one after the other.',
      ),
    })
    const together = median(found.map((one) => one.secondStart + one.secondRun)) / 1_000
    return {
      figures: [
        { what: 'first start, programs in the cache', unit: 's', ours: of('firstStart') },
        figure('first run of compressed-air.json', of('firstRun'), 30),
        figure('second start', of('secondStart'), 15),
        figure('second start and run', together, 45),
      ],
      remarks: [isOffline ? 'The network was cut.' : 'The network was not cut: that takes the superuser.'],
    }
  },
}

interface Round {
  firstStart: number
  firstRun: number
  secondStart: number
  secondRun: number
}

/** Milliseconds of each step; the shell keeps the namespace in which everything happens. */
async function measure(isOffline: boolean): Promise<Round> {
  const dataDir = mkdtempSync(join(realpathSync(tmpdir()), 'ecoki-cold-'))
  chmodSync(dataDir, 0o711)
  const shell = spawn(...shellCommand(isOffline), {
    cwd: checkoutDirectory,
    env: environmentForChild({ ECOKI_DATA: dataDir, DATABASE_URL: undefined, TEMPORAL_ADDRESS: undefined }),
    stdio: ['pipe', 'pipe', 'ignore'],
  })
  const tell = async (command: string) => {
    shell.stdin.write(`${command} >/dev/null 2>&1; echo $?\n`)
    const [answer] = (await once(shell.stdout.setEncoding('utf8'), 'data')) as [string]
    if (answer.trim() !== '0') throw new Error(`${command} ended with ${answer}`)
  }
  const node = `'${process.execPath}'`
  const start = `${node} runtime/bootstrap.mjs start --detach`
  const run = `${node} runtime/ecoki.mjs run --fresh --json examples/compressed-air.json`
  const stop = `${node} runtime/bootstrap.mjs stop`
  try {
    if (isOffline) await tell('ip link set lo up')
    const firstStart = await wallMs(() => tell(start))
    const firstRun = await wallMs(() => tell(run))
    await tell(stop)
    const secondStart = await wallMs(() => tell(start))
    const secondRun = await wallMs(() => tell(run))
    return { firstStart, firstRun, secondStart, secondRun }
  } finally {
    await tell(stop)
    shell.stdin.end()
    await once(shell, 'exit')
    rmSync(dataDir, { recursive: true, force: true })
  }
}

function shellCommand(isOffline: boolean): [string, string[]] {
  return isOffline ? ['unshare', ['--net', 'sh']] : ['sh', []]
}

async function canCutOff(): Promise<boolean> {
  const trial = spawn('unshare', ['--net', 'ip', 'link', 'set', 'lo', 'up'], { stdio: 'ignore' })
  return new Promise((resolve) => {
    trial.once('error', () => resolve(false))
    trial.once('exit', (code) => resolve(code === 0))
  })
}
