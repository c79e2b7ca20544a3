import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { completeRestore } from './restored-folder.ts'
import { keepOrFindPort } from './ports.ts'

/** The places inside a product's data folder. */
export interface DataFolder {
  root: string
  postgres: string
  temporalFile: string
  logs: string
  store: string
  backups: string
}

/** Makes the data folder where it is missing, closed to others, and names its parts. */
export function openDataFolder(dataDir: string): DataFolder {
  completeRestore(dataDir)
  // Under the superuser PostgreSQL has another account, which must be able to pass through.
  const mode = process.getuid?.() === 0 ? 0o711 : 0o700
  mkdirSync(dataDir, { recursive: true, mode })
  // PostgreSQL's processes are later recognised by this path, as the system shows it.
  const root = realpathSync(dataDir)
  chmodSync(root, mode)
  const folder = {
    root,
    postgres: join(root, 'postgres'),
    temporalFile: join(root, 'temporal', 'temporal.db'),
    logs: join(root, 'logs'),
    store: join(root, 'store'),
    backups: join(root, 'backups'),
  }
  for (const path of [folder.logs, folder.store, folder.backups])
    mkdirSync(path, { recursive: true, mode: 0o700 })
  return folder
}

const secret = z.string().min(16)
const secretsSchema = z.object({ postgresPassword: secret, apiPassword: secret })

/** Random passwords, made once and readable by their owner only. */
export function readSecrets(folder: DataFolder): z.infer<typeof secretsSchema> {
  const file = join(folder.root, 'secrets.json')
  if (!existsSync(file) && existsSync(folder.postgres)) {
    throw new Error(`${file} is gone, and with it the password of the database. Put it back from a copy.`)
  }
  const known = existsSync(file) ? z.looseObject({}).parse(JSON.parse(readFileSync(file, 'utf8'))) : {}
  const all = { postgresPassword: randomSecret(), apiPassword: randomSecret(), ...known }
  const secrets = secretsSchema.parse(all)
  if (Object.keys(all).some((name) => !Object.hasOwn(known, name))) writeWhole(file, all)
  return secrets
}

function randomSecret(): string {
  return randomBytes(24).toString('base64url')
}

const portNames = [
  'postgres',
  'temporal',
  'temporalHttp',
  'temporalMetrics',
  'temporalUi',
  'gateway',
  'resourcePool',
  'adapterHost',
] as const

/** The ports of a product by the name of who listens there. */
export type Ports = Record<(typeof portNames)[number], number>

const portsSchema = z.partialRecord(z.enum(portNames), z.int().min(1).max(65535))

/** The ports of the last start where they are still free, else others; remembered for the next. */
export async function choosePorts(folder: DataFolder): Promise<Ports> {
  const file = join(folder.root, 'ports.json')
  const remembered = existsSync(file)
    ? portsSchema.safeParse(JSON.parse(readFileSync(file, 'utf8'))).data
    : {}
  const ports: Partial<Ports> = {}
  for (const name of portNames) {
    do ports[name] = await keepOrFindPort(ports[name] === undefined ? remembered?.[name] : undefined)
    while (portNames.some((other) => other !== name && ports[other] === ports[name]))
  }
  writeWhole(file, ports)
  return ports as Ports
}

function writeWhole(file: string, content: unknown): void {
  writeFileSync(`${file}.new`, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 })
  renameSync(`${file}.new`, file)
}
