import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { provideKeyRing } from '#config/key-ring.ts'
import { plantFolder } from '#config/plant-file.ts'
import { apiRoleName, grantApiRights, urlForRole } from './api-role.ts'
import { backUp } from './backup.ts'
import { checkDoor } from './check-door.ts'
import { choosePorts, readSecrets } from './data-folder.ts'
import { endOrphans } from './orphans.ts'
import { providePages } from './pages.ts'
import { startPostgres, urlOf } from './postgres.ts'
import { providePostgresPrograms } from './postgres-programs.ts'
import type { Product } from './product.ts'
import type { Report } from './progress.ts'
import { startTemporal } from './temporal.ts'
import { provideTemporalProgram } from './temporal-program.ts'
import { upgrade } from './upgrade.ts'
import { startOwnProcess } from './own-process.ts'

/** One step of bringing a product up; `run` returns what is worth saying about it. */
export interface SetupStep {
  title: string
  run(report: Report): Promise<string | void>
}

/** Everything from an empty machine to a product that takes work, each step harmless when repeated. */
export function setupSteps(product: Product): SetupStep[] {
  const { databaseUrl, temporalAddress, plant } = product.config
  return [
    { title: 'Data folder', run: () => prepareFolder(product) },
    ...(databaseUrl
      ? []
      : [{ title: 'PostgreSQL', run: (report: Report) => bringPostgres(product, report) }]),
    { title: 'Database', run: (report) => prepareDatabase(product, report) },
    ...(temporalAddress
      ? []
      : [{ title: 'Temporal', run: (report: Report) => bringTemporal(product, report) }]),
    { title: 'Worker', run: () => bringProcess(product, 'worker', 'activities/worker.ts') },
    { title: 'Reconciler', run: () => bringProcess(product, 'reconciler', 'api/reconciler.ts') },
    { title: 'Pages', run: (report) => preparePages(product, report) },
    { title: 'Adapter host', run: () => bringAdapterHost(product) },
    ...(plant ? [{ title: 'Simulated plant', run: () => bringPlant(product) }] : []),
    { title: 'Resource pool', run: () => bringResourcePool(product) },
    { title: 'Gateway', run: () => bringGateway(product) },
  ]
}

async function prepareFolder(product: Product): Promise<string> {
  provideKeyRing(product.folder.root)
  const ended = await endOrphans(product.folder.root)
  product.instance.ports = await choosePorts(product.folder)
  if (ended > 0) product.note(`${ended} processes of an earlier start were ended`)
  return product.folder.root
}

async function bringPostgres(product: Product, report: Report): Promise<string> {
  const binDir = await providePostgresPrograms(product.config.cacheDir, report)
  const { postgresPassword: password } = readSecrets(product.folder)
  const port = product.instance.ports.postgres
  const options = {
    binDir,
    dataDir: product.folder.postgres,
    port,
    password,
    logFile: product.logFile('postgres'),
  }
  product.instance.databaseUrl = urlOf(options, 'ecoki')
  report('starting')
  await product.run({
    name: 'postgres',
    isServer: true,
    start: (signal) => startPostgres({ ...options, signal }),
  })
  return `127.0.0.1:${port}`
}

async function prepareDatabase(product: Product, report: Report): Promise<string> {
  const url = product.instance.databaseUrl
  const done = await upgrade(url, async () => {
    if (product.config.databaseUrl) return 'left to the owner of DATABASE_URL'
    report('writing a backup')
    const binDir = await providePostgresPrograms(product.config.cacheDir, report)
    return backUp(binDir, url, product.folder.backups)
  })
  await prepareApiRole(product)
  return done
}

async function prepareApiRole(product: Product): Promise<void> {
  const { databaseUrl, apiDatabaseUrl } = product.config
  if (databaseUrl === undefined) {
    return grantApiRights(product.instance.databaseUrl, apiRole(product))
  }
  if (apiDatabaseUrl === undefined)
    return product.note('The gateway may change the audit: give it a role by ECOKI_API_DATABASE_URL')
  const name = decodeURIComponent(new URL(apiDatabaseUrl).username)
  return grantApiRights(databaseUrl, { name })
}

function apiRole(product: Product): { name: string; password: string } {
  return { name: apiRoleName, password: readSecrets(product.folder).apiPassword }
}

/** How the gateway reaches the database. */
function gatewayDatabaseUrl(product: Product): string {
  const { databaseUrl, apiDatabaseUrl } = product.config
  if (databaseUrl !== undefined) return apiDatabaseUrl ?? databaseUrl
  return urlForRole(product.instance.databaseUrl, apiRole(product))
}

async function bringTemporal(product: Product, report: Report): Promise<string> {
  const program = await provideTemporalProgram(product.config.cacheDir, report)
  const { temporal, temporalHttp, temporalMetrics, temporalUi } = product.instance.ports
  const uiPort = product.config.temporalUi ? temporalUi : undefined
  const codecUrl = `http://127.0.0.1:${product.instance.ports.gateway}/api/temporal-codec`
  const options = {
    ...{ program, port: temporal, httpPort: temporalHttp, metricsPort: temporalMetrics, uiPort, codecUrl },
    ...{ databaseFile: product.folder.temporalFile, logFile: product.logFile('temporal') },
    ...{ env: product.environment, onNote: (note: string) => product.note(note) },
  }
  product.instance.temporalAddress = `127.0.0.1:${temporal}`
  if (uiPort !== undefined) product.instance.temporalUiUrl = `http://127.0.0.1:${uiPort}`
  report('starting')
  await product.run({
    name: 'temporal',
    isServer: true,
    start: (signal) => startTemporal({ ...options, signal }),
  })
  return product.instance.temporalUiUrl ?? product.instance.temporalAddress
}

async function preparePages(product: Product, report: Report): Promise<string> {
  const { checkout, cacheDir } = product.config
  return providePages({ checkout, cacheDir, webDir: join(product.folder.root, 'web') }, report)
}

async function bringResourcePool(product: Product): Promise<void> {
  const env = { ECOKI_PORT: String(product.instance.ports.resourcePool) }
  await bringProcess(product, 'resource-pool', 'resource-pool/main.ts', { env })
}

/** No connection may lead to the product itself. */
async function bringAdapterHost(product: Product): Promise<void> {
  const { adapterHost, ...others } = product.instance.ports
  const env = {
    ECOKI_PORT: String(adapterHost),
    ECOKI_OWN_PORTS: [adapterHost, ...Object.values(others)].join(','),
  }
  await bringProcess(product, 'adapter-host', 'adapters/host.ts', { env })
}

/** To be tried out, not to be measured against: of its ledger little is kept. */
async function bringPlant(product: Product): Promise<string> {
  const folder = plantFolder(product.folder.root)
  const env = { ECOKI_PLANT_DIR: folder, ECOKI_PLANT_LEDGER_MB: '64' }
  await bringProcess(product, 'plant', 'plant/main.ts', { env })
  return folder
}

/** As long as there is no account, the gateway makes a link work whose secret only this process knows. */
async function bringGateway(product: Product): Promise<string> {
  const { gateway: port, resourcePool, adapterHost } = product.instance.ports
  const url = `http://127.0.0.1:${port}`
  product.instance.url = url
  const publicUrl = await describeDoor(product)
  const secret = randomBytes(32).toString('base64url')
  await bringProcess(product, 'gateway', 'api/gateway.ts', {
    env: {
      ECOKI_PORT: String(port),
      ECOKI_LISTEN: product.config.listen.listen,
      ECOKI_TLS_CERT: product.config.listen.tlsCert,
      ECOKI_TLS_KEY: product.config.listen.tlsKey,
      ECOKI_SETUP_SECRET: secret,
      ECOKI_POOL_URL: `http://127.0.0.1:${resourcePool}`,
      ECOKI_ADAPTER_HOST_URL: `http://127.0.0.1:${adapterHost}`,
      ECOKI_TEMPORAL_UI: product.instance.temporalUiUrl ?? '',
      DATABASE_URL: gatewayDatabaseUrl(product),
    },
    onReady: (message) => {
      const needsSetup = 'needsSetup' in message && message.needsSetup === true
      product.setupUrl = needsSetup ? `${publicUrl ?? url}/welcome#${secret}` : undefined
    },
  })
  return publicUrl ?? url
}

/** Where colleagues come in, for those who ask; undefined where none do. */
async function describeDoor(product: Product): Promise<string | undefined> {
  const checked = await checkDoor(product.config.listen)
  if (!checked) return undefined
  const { url, validTo, door } = checked
  product.instance.door = { url, certificate: door.tls?.cert, validTo: validTo?.toISOString() }
  return url
}

interface ProcessExtras {
  env?: Record<string, string | undefined>
  onReady?: (message: object) => void
}

async function bringProcess(
  product: Product,
  name: string,
  entry: string,
  { env = {}, onReady }: ProcessExtras = {},
): Promise<void> {
  const { checkout } = product.config
  const options = {
    checkout,
    entry,
    onReady,
    logFile: product.logFile(name),
    env: { ...product.environment, ...env },
  }
  await product.run({ name, start: (signal) => startOwnProcess({ ...options, signal }) })
}
