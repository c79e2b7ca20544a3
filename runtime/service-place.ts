/** Under whose name a service runs, where its unit lies and where it keeps its data. */
import { chownSync, existsSync, mkdirSync, readFileSync, statSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { cacheDirectory, checkoutName, dataDirectory } from '#config/directories.ts'
import type { SupervisorConfig } from '#config/supervisor.ts'
import { ServiceError } from './service-error.ts'

export interface ServicePlace {
  kind: 'user' | 'system'
  name: string
  /** The unit's file. */
  file: string
  /** A system unit's account, unless it is the superuser's. */
  user?: string
  dataDir: string
  cacheDir: string
}

export interface PlaceWish {
  user?: boolean
  system?: boolean
  /** The account of a system unit. */
  as?: string
}

interface Account {
  uid: number
  gid: number
  home: string
}

/** Throws `ServiceError` for what this account may not do. */
export function findPlace(config: SupervisorConfig, { user, system, as }: PlaceWish): ServicePlace {
  const isRoot = process.getuid?.() === 0
  if (user && system) throw new ServiceError('Give --user or --system, not both.')
  const name = `ecoki-${checkoutName(config.checkout).replaceAll(/[^A-Za-z0-9_.-]/g, '-')}.service`
  const { dataDir, cacheDir } = config
  if (system ?? (!user && isRoot)) {
    const file = join('/etc/systemd/system', name)
    if (as === undefined || as === 'root') return { kind: 'system', name, file, dataDir, cacheDir }
    return { kind: 'system', name, file, user: as, ...foldersOf(config, accountNamed(as)) }
  }
  if (as) throw new ServiceError('--as goes with --system: a user unit runs as the user who installs it.')
  return { kind: 'user', name, file: join(homedir(), '.config/systemd/user', name), dataDir, cacheDir }
}

/** Makes the folders, for the account that is to use them. Throws `ServiceError` where they are someone else's. */
export function makeFolders({ user, dataDir, cacheDir }: ServicePlace): void {
  const account = user === undefined ? undefined : accountNamed(user)
  for (const folder of [dataDir, cacheDir]) {
    const first = mkdirSync(folder, { recursive: true })
    if (!account) continue
    for (let made = folder; first !== undefined && made.length >= first.length; made = dirname(made))
      chownSync(made, account.uid, account.gid)
    if (statSync(folder).uid !== account.uid)
      throw new ServiceError(
        `${folder} does not belong to ${user}: give it to them (chown -R ${user} ${folder}), or set another.`,
      )
  }
}

/** What the environment names, else where this account would keep its own. */
function foldersOf(config: SupervisorConfig, { home }: Account): Pick<ServicePlace, 'dataDir' | 'cacheDir'> {
  const owner = { isRoot: false, home }
  const isNamed = (folder: string, usual: string) => folder !== usual
  return {
    dataDir: isNamed(config.dataDir, dataDirectory({}, config.checkout))
      ? config.dataDir
      : dataDirectory({}, config.checkout, owner),
    cacheDir: isNamed(config.cacheDir, cacheDirectory({})) ? config.cacheDir : cacheDirectory({}, owner),
  }
}

function accountNamed(name: string): Account {
  const lines = existsSync('/etc/passwd') ? readFileSync('/etc/passwd', 'utf8').split('\n') : []
  const fields = lines.map((line) => line.split(':')).find(([found]) => found === name)
  if (!fields) throw new ServiceError(`This machine has no account ${name}.`)
  return { uid: Number(fields[2]), gid: Number(fields[3]), home: fields[5] }
}
