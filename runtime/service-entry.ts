/** `ecoki service install|uninstall|status`: EcoKI starts with the machine. */
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { Command } from 'commander'
import { CertificateError, readCertificate } from '#config/certificate.ts'
import { EnvironmentError } from '#config/environment.ts'
import { readRunningInstance } from '#config/instance.ts'
import { ListenError, readDoor } from '#config/listen.ts'
import type { ListenWish } from '#config/listen.ts'
import { readSupervisorConfig } from '#config/supervisor.ts'
import { absoluteWish } from './check-door.ts'
import { exec } from './exec.ts'
import { ServiceError } from './service-error.ts'
import { findPlace, makeFolders } from './service-place.ts'
import type { PlaceWish, ServicePlace } from './service-place.ts'
import { renderUnit } from './systemd-unit.ts'

interface InstallOptions extends PlaceWish, ListenWish {
  print?: boolean
  temporalUi?: boolean
}

const service = new Command('ecoki')
  .command('service')
  .description('Start EcoKI with the machine, by systemd.')
const userOption = ['--user', 'as this user, by their own systemd (usual unless the superuser asks)'] as const
const systemOption = ['--system', 'for the machine; needs the superuser'] as const
service
  .command('install')
  .description('Write the unit, enable it, and start it unless EcoKI runs already.')
  .option(...userOption)
  .option(...systemOption)
  .option('--as <account>', 'with --system: under whose name; without it as the superuser')
  .option('--listen <address>', 'let colleagues in, as `npm start -- --listen` does')
  .option('--tls-cert <file>', 'certificate for --listen')
  .option('--tls-key <file>', 'its key')
  .option('--temporal-ui', "also show Temporal's own pages")
  .option('--print', 'only print the unit')
  .action(told(install))
service
  .command('uninstall')
  .description('End it and take the unit away; data stay.')
  .option(...userOption)
  .option(...systemOption)
  .action(told(uninstall))
service
  .command('status')
  .description('Whether it is installed, starts with the machine, and runs; exit code 1 if not.')
  .option(...userOption)
  .option(...systemOption)
  .action(told(status))
await service.parent!.parseAsync()

async function install(options: InstallOptions): Promise<string> {
  const config = readSupervisorConfig()
  const place = findPlace(config, options)
  const unit = unitFor(place, config.checkout, options)
  if (options.print) return unit.trimEnd()
  requireSystemd(place)
  makeFolders(place)
  mkdirSync(dirname(place.file), { recursive: true })
  writeFileSync(place.file, unit, { mode: 0o644 })
  await systemctl(place, 'daemon-reload')
  await systemctl(place, 'enable', place.name)
  const notes = [`${place.file} is installed: EcoKI starts with the machine.`, ...(await beforeSignIn(place))]
  if (readRunningInstance(place.dataDir))
    return [
      ...notes,
      `EcoKI runs already. To hand it over: npm stop, then ${commandLine(place, 'start')}`,
    ].join('\n')
  await systemctl(place, 'start', place.name)
  return [...notes, 'It is being started: ecoki service status'].join('\n')
}

async function uninstall(options: PlaceWish): Promise<string> {
  const place = findPlace(readSupervisorConfig(), options)
  if (!existsSync(place.file)) throw new ServiceError(`${place.file} is not there: nothing is installed.`)
  requireSystemd(place)
  await systemctl(place, 'disable', '--now', place.name)
  rmSync(place.file)
  await systemctl(place, 'daemon-reload')
  return `${place.name} has ended and starts no more. The data stay in ${place.dataDir}.`
}

async function status(options: PlaceWish): Promise<string> {
  const place = findPlace(readSupervisorConfig(), options)
  if (!existsSync(place.file)) {
    process.exitCode = 1
    return `Not installed (${place.file}).`
  }
  requireSystemd(place)
  // Its exit code says no, and its output why.
  const ask = (question: string) =>
    systemctl(place, question, place.name).catch((error: Error) => lastLine(error.message))
  const [enabled, active] = [await ask('is-enabled'), await ask('is-active')].map((answer) => answer.trim())
  if (enabled !== 'enabled' || active !== 'active') process.exitCode = 1
  const running = readRunningInstance(place.dataDir)
  const url = running?.door?.url ?? running?.url
  return `${place.name}: ${enabled}, ${active}${running?.isReady && url ? `, ready at ${url}` : ''}`
}

/** Everything that the start would refuse is refused here; a service has no terminal to say it. */
function unitFor(place: ServicePlace, checkout: string, options: InstallOptions): string {
  const wish = absoluteWish(options)
  const door = readDoor(wish)
  if (door?.tls) readCertificate(door.tls)
  const args = [
    ...(wish.listen ? ['--listen', wish.listen] : []),
    ...(wish.tlsCert ? ['--tls-cert', wish.tlsCert] : []),
    ...(wish.tlsKey ? ['--tls-key', wish.tlsKey] : []),
    ...(options.temporalUi ? ['--temporal-ui'] : []),
  ]
  return renderUnit({
    ...place,
    checkout,
    node: process.execPath,
    args,
    needsLowPort: (door?.port ?? 1024) < 1024,
  })
}

/** A user's systemd begins when they sign in, unless the machine lets it linger. */
async function beforeSignIn({ kind }: ServicePlace): Promise<string[]> {
  if (kind === 'system') return []
  try {
    await exec('loginctl', ['enable-linger'])
    return []
  } catch (error) {
    return [
      `It starts when you sign in, not before (${lastLine((error as Error).message)}); an administrator can run: loginctl enable-linger`,
    ]
  }
}

function requireSystemd({ kind }: ServicePlace): void {
  if (!existsSync('/run/systemd/system'))
    throw new ServiceError(
      'This machine was not started by systemd. `ecoki service install --print` shows the unit.',
    )
  if (kind === 'system' && process.getuid?.() !== 0)
    throw new ServiceError('A unit of the machine needs the superuser: sudo, or --user for one of your own.')
}

function systemctl({ kind }: ServicePlace, ...args: string[]): Promise<string> {
  return exec('systemctl', [`--${kind}`, ...args])
}

function commandLine({ kind, name }: ServicePlace, verb: string): string {
  return `systemctl --${kind} ${verb} ${name}`
}

function lastLine(text: string): string {
  return text.trimEnd().split('\n').at(-1) ?? ''
}

function told<Options>(work: (options: Options) => Promise<string>) {
  return async (options: Options): Promise<void> => {
    try {
      console.log(await work(options))
    } catch (error) {
      console.error((error as Error).message)
      const mistakes = [ServiceError, ListenError, CertificateError, EnvironmentError]
      process.exitCode = mistakes.some((kind) => error instanceof kind) ? 2 : 1
    }
  }
}
