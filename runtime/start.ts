import { Command } from 'commander'
import { CertificateError } from '#config/certificate.ts'
import { EnvironmentError } from '#config/environment.ts'
import { readRunningInstance } from '#config/instance.ts'
import type { Instance } from '#config/instance.ts'
import { readSupervisorConfig } from '#config/supervisor.ts'
import type { SupervisorConfig } from '#config/supervisor.ts'
import { ListenError } from '#config/listen.ts'
import type { ListenWish } from '#config/listen.ts'
import { startInBackground, tellParent } from './background.ts'
import { absoluteWish, checkDoor } from './check-door.ts'
import { tryLock } from './lock.ts'
import { createSetupView } from './setup-view.ts'
import { createStatusView, nextStep } from './status-view.ts'
import { supervise } from './supervise.ts'

const userMistakes = [EnvironmentError, ListenError, CertificateError]

interface StartOptions extends ListenWish {
  detach?: boolean
  inBackground?: boolean
  plant?: boolean
  temporalUi?: boolean
}

const command = new Command('npm start --')
  .description(
    'Bring up EcoKI: PostgreSQL with TimescaleDB, Temporal and the worker, for this machine only unless --listen says more.',
  )
  .option('--detach', 'return when everything is ready; `npm stop` ends it')
  .option('--listen <address>', 'also let colleagues in, at an address of this machine, as 192.168.1.5:8443')
  .option('--tls-cert <file>', 'certificate for --listen in PEM, those of its issuers behind it')
  .option('--tls-key <file>', 'its private key in PEM')
  .option('--plant', 'also run the simulated plant, to be connected like a real one (or ECOKI_PLANT=1)')
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
    process.exitCode = userMistakes.some((kind) => error instanceof kind) ? 2 : 1
  }
}

async function startWith(found: SupervisorConfig, options: StartOptions): Promise<number> {
  const wish = { ...found.listen, ...wishOf(options) }
  const config = {
    ...found,
    plant: options.plant ?? found.plant,
    temporalUi: options.temporalUi ?? found.temporalUi,
    listen: absoluteWish(wish),
  }
  const running = readRunningInstance(config.dataDir)
  if (running) return sayThatItRuns(running)
  await checkDoor(config.listen)
  if (options.detach) return startInBackground(config)
  const lock = await tryLock(`supervisor ${config.dataDir}`)
  if (!lock) return sayThatItRuns(undefined)
  try {
    return await (options.inBackground ? supervise(config, tellParent()) : supervise(config, foreground()))
  } finally {
    await lock.release()
  }
}

/** What the options say; the environment holds for what they do not. */
function wishOf({ listen, tlsCert, tlsKey }: StartOptions): ListenWish {
  return { ...(listen && { listen }), ...(tlsCert && { tlsCert }), ...(tlsKey && { tlsKey }) }
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
  ECOKI_LISTEN, ECOKI_TLS_CERT, ECOKI_TLS_KEY   instead of the options

Afterwards: npx ecoki --help, npx ecoki doctor, npx ecoki logs, npm stop`
}
