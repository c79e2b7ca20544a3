import { Command } from 'commander'
import { EnvironmentError } from '#config/environment.ts'
import { readRunningInstance } from '#config/instance.ts'
import type { Instance } from '#config/instance.ts'
import { readSupervisorConfig } from '#config/supervisor.ts'
import type { SupervisorConfig } from '#config/supervisor.ts'
import { startInBackground, tellParent } from './background.ts'
import { tryLock } from './lock.ts'
import { createSetupView } from './setup-view.ts'
import { createStatusView, nextStep } from './status-view.ts'
import { supervise } from './supervise.ts'

interface StartOptions {
  detach?: boolean
  inBackground?: boolean
  temporalUi?: boolean
}

const command = new Command('npm start --')
  .description(
    'Bring up EcoKI: PostgreSQL with TimescaleDB, Temporal and the worker, all on this machine only.',
  )
  .option('--detach', 'return when everything is ready; `npm stop` ends it')
  .option('--temporal-ui', "also show Temporal's own pages (or ECOKI_TEMPORAL_UI=1)")
  .addHelpText('after', helpText())
command.addOption(command.createOption('--in-background').hideHelp())
command.action(start)
await command.parseAsync()
// Attempts to reach a server that was not there yet would keep this process for seconds.
process.exit()

async function start(options: StartOptions): Promise<void> {
  process.umask(0o022) // what others may not see is closed by itself; programs in the cache must be readable
  try {
    process.exitCode = await startWith(readSupervisorConfig(), options)
  } catch (error) {
    console.error((error as Error).message)
    process.exitCode = error instanceof EnvironmentError ? 2 : 1
  }
}

async function startWith(found: SupervisorConfig, options: StartOptions): Promise<number> {
  const config = { ...found, temporalUi: options.temporalUi ?? found.temporalUi }
  const running = readRunningInstance(config.dataDir)
  if (running) return sayThatItRuns(running)
  if (options.detach) return startInBackground(config)
  const lock = await tryLock(`supervisor ${config.dataDir}`)
  if (!lock) return sayThatItRuns(undefined)
  try {
    return await (options.inBackground ? supervise(config, tellParent()) : supervise(config, foreground()))
  } finally {
    await lock.release()
  }
}

/** Shows the set-up, then one line about how things are until Ctrl+C. */
function foreground(): Parameters<typeof supervise>[1] {
  const status = createStatusView()
  return {
    createView: createSetupView,
    onReady: (product) => {
      console.log(nextStep(product.setupUrl))
      status.begin(product)
    },
    onEvent: (text) => status.event(text),
    onEnding: () => status.end('Ending EcoKI ...'),
    onEnded: () => console.log('EcoKI has ended. Nothing is lost: `npm start` goes on from here.'),
  }
}

function sayThatItRuns(running: Instance | undefined): number {
  const state = running && !running.isReady ? 'is being started' : 'already runs'
  const since = running ? ` (process ${running.supervisor.pid}, since ${running.startedAt})` : ''
  console.log(`EcoKI ${state} in this checkout${since}.\n${nextStep()}`)
  return 0
}

function helpText(): string {
  return `
Environment:
  DATABASE_URL       a PostgreSQL 17 with TimescaleDB to use instead of the embedded one
  TEMPORAL_ADDRESS   host:port of a Temporal server to use instead of the embedded one
  ECOKI_DATA         where this checkout keeps its data
  ECOKI_CACHE        where downloaded programs are kept

Afterwards: npx ecoki --help, npx ecoki doctor, npx ecoki logs, npm stop`
}
