import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { downloadPackages } from './apt.ts'
import { exec } from './exec.ts'
import { withLock } from './lock.ts'
import type { Report } from './progress.ts'

const programs = ['postgres', 'initdb', 'psql', 'pg_dump', 'pg_restore']
const libraries = 'usr/lib/x86_64-linux-gnu'
// The just-in-time compiler is switched off, and PostgreSQL's Perl wrappers are not used.
const unwanted = /^(libllvm|perl|libperl|libz3)|-doc_/

/** The version of PostgreSQL that is unpacked, part of the cache's and the data folder's layout. */
export const postgresMajor = '17'

/**
 * PostgreSQL 17 with TimescaleDB from Debian's packages, unpacked into the cache: neither root nor the system's own
 * packages are involved. Returns the folder with its programs.
 */
export async function providePostgresPrograms(cacheDir: string, report: Report): Promise<string> {
  const prefix = join(cacheDir, 'postgres', postgresMajor)
  const binDir = join(prefix, 'usr/lib/postgresql', postgresMajor, 'bin')
  if (existsSync(prefix)) return binDir
  refuseElsewhere()
  await withLock(
    prefix,
    () => report('another process is unpacking PostgreSQL'),
    async () => {
      if (!existsSync(prefix)) await unpack(prefix, report)
    },
  )
  return binDir
}

function refuseElsewhere(): void {
  if (process.platform === 'linux' && process.arch === 'x64' && existsSync('/usr/bin/apt-get')) return
  throw new Error(
    'The embedded PostgreSQL needs Debian 12 or 13 on x64. Set DATABASE_URL to a PostgreSQL 17 with TimescaleDB.',
  )
}

async function unpack(prefix: string, report: Report): Promise<void> {
  removeUnfinished(dirname(prefix))
  const root = `${prefix}.new-${process.pid}`
  const apt = `${prefix}.apt-${process.pid}`
  mkdirSync(root, { recursive: true, mode: 0o755 })
  const archives = await downloadPackages(apt, ['postgresql-17-timescaledb', 'patchelf'], report)
  for (const archive of archives.filter((path) => !unwanted.test(basename(path)))) {
    report(`unpacking ${basename(archive).split('_')[0]}`)
    await exec('dpkg-deb', ['-x', archive, root])
  }
  for (const program of programs) await pointAtOwnLibraries(root, prefix, program)
  rmSync(apt, { recursive: true })
  renameSync(root, prefix)
}

/** Removes what earlier tries have left that were interrupted. */
function removeUnfinished(directory: string): void {
  if (!existsSync(directory)) return
  const unfinished = readdirSync(directory).filter((name) => /\.(new|apt)-/.test(name))
  for (const name of unfinished) rmSync(join(directory, name), { recursive: true, force: true })
}

/** Makes a program use the unpacked loader and C library at their later place, whatever the host's are. */
async function pointAtOwnLibraries(root: string, prefix: string, program: string): Promise<void> {
  const here = join(root, libraries)
  const later = join(prefix, libraries)
  const loader = 'ld-linux-x86-64.so.2'
  const file = join(root, 'usr/lib/postgresql', postgresMajor, 'bin', program)
  const patch = ['--set-interpreter', join(later, loader), '--force-rpath', '--set-rpath', later, file]
  await exec(join(here, loader), ['--library-path', here, join(root, 'usr/bin/patchelf'), ...patch])
}
