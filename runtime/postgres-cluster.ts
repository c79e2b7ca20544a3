import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { commandLine, endProcess, identify, workingDirectory } from '#config/processes.ts'
import type { ProcessIdentity } from '#config/processes.ts'
import type { Account } from './account.ts'
import { exec } from './exec.ts'
import { postgresMajor } from './postgres-programs.ts'

/** Makes a new cluster unless there is one; can be interrupted at any time. */
export async function ensureCluster(
  binDir: string,
  dataDir: string,
  password: string,
  account?: Account,
): Promise<void> {
  if (existsSync(dataDir)) return refuseOtherVersion(dataDir)
  const fresh = `${dataDir}.new`
  const passwordFile = `${dataDir}.password`
  rmSync(fresh, { recursive: true, force: true })
  mkdirSync(dirname(fresh), { recursive: true })
  if (account) await makeReachable(binDir, dirname(fresh), account)
  mkdirSync(fresh, { mode: 0o700 })
  writeFileSync(passwordFile, password, { mode: 0o600 })
  if (account) for (const path of [fresh, passwordFile]) chownSync(path, account.uid, account.gid)
  try {
    await exec(join(binDir, 'initdb'), initdbArguments(fresh, passwordFile), {
      ...account,
      cwd: '/',
      env: { LC_ALL: 'C' },
    })
  } finally {
    rmSync(passwordFile, { force: true })
  }
  renameSync(fresh, dataDir)
}

function initdbArguments(directory: string, passwordFile: string): string[] {
  return [
    ...[
      '-D',
      directory,
      '-U',
      'ecoki',
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
    ],
    // A locale of its own: sort orders do not change with the system's C library.
    ...['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C', '--data-checksums'],
  ]
}

function refuseOtherVersion(dataDir: string): void {
  const version = readFileSync(join(dataDir, 'PG_VERSION'), 'utf8').trim()
  if (version === postgresMajor) return
  throw new Error(
    `${dataDir} was made by PostgreSQL ${version}, this is ${postgresMajor}. Restore a backup into a new data folder.`,
  )
}

/**
 * Ends every server process that still works in this data folder, and removes the lock file they left: a process of
 * another program may have got its number since, which PostgreSQL takes for a running server. Returns how many there
 * were.
 */
export async function clearLeftovers(dataDir: string): Promise<number> {
  if (!existsSync(dataDir) || process.platform !== 'linux') return 0
  const found = leftovers(dataDir)
  const postmaster = found.find(({ pid }) => isPostmaster(pid))
  // Immediate shutdown comes second: the log makes up for it at the next start.
  if (postmaster) await endProcess(postmaster, [fast, immediate])
  for (const backend of leftovers(dataDir))
    await endProcess(backend, [{ signal: 'SIGKILL', patienceMs: 2_000 }])
  rmSync(join(dataDir, 'postmaster.pid'), { force: true })
  return found.length
}

const fast = { signal: 'SIGINT', patienceMs: 6_000 } as const
const immediate = { signal: 'SIGQUIT', patienceMs: 3_000 } as const

/** Another account must be able to run the programs, and to pass through a folder that it may not list. */
async function makeReachable(binDir: string, directory: string, account: Account): Promise<void> {
  chmodSync(directory, (statSync(directory).mode & 0o777) | 0o011)
  for (const path of [join(binDir, 'initdb'), directory]) {
    await exec('test', ['-x', path], { ...account, cwd: '/' }).catch(() => {
      throw new Error(
        `PostgreSQL does not run as the superuser, and the account ${account.uid} cannot reach ${path}. ` +
          'Make its parent folders passable (chmod a+x), or choose others with ECOKI_DATA and ECOKI_CACHE.',
      )
    })
  }
}

// Server and backends all work in the data folder, whatever their titles say.
function leftovers(dataDir: string): ProcessIdentity[] {
  const pids = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
  return pids.filter((pid) => workingDirectory(pid) === dataDir).flatMap((pid) => identify(pid) ?? [])
}

function isPostmaster(pid: number): boolean {
  return commandLine(pid)[0]?.endsWith('/postgres') ?? false
}
