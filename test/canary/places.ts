/** Everything that a product has written: a dump of its database, its logs, what Temporal keeps, all other files. */
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { cacheDirectory } from '#config/directories.ts'
import { commandLine } from '#config/processes.ts'
import { exec } from '#runtime/exec.ts'
import { providePostgresPrograms } from '#runtime/postgres-programs.ts'
import type { TestProduct } from '../fixtures/product.ts'
import type { Place } from './canary.ts'

/** The whole database as text, one row a line. */
export async function dumpOf(product: TestProduct): Promise<string> {
  const url = new URL(product.instance().databaseUrl)
  const env = { PGPASSWORD: decodeURIComponent(url.password), LC_ALL: 'C' }
  url.password = ''
  const binDir = await providePostgresPrograms(cacheDirectory(), () => undefined)
  const args = ['--inserts', '--no-owner', '--dbname', url.href]
  return exec(join(binDir, 'pg_dump'), args, { env, cwd: '/' })
}

/** What Temporal has on the disk, its journal too. */
export function temporalFiles({ dataDir }: TestProduct): Place[] {
  return filesIn(join(dataDir, 'temporal'))
}

/** Everything else in the data folder but the files that only their owner can read because they hold secrets. */
export function otherFiles({ dataDir }: TestProduct): Place[] {
  const closed = ['secrets.json', 'instance.json', 'keys.json', 'session-key', 'token']
  return readdirSync(dataDir)
    .filter((name) => !closed.includes(name) && !['postgres', 'temporal'].includes(name))
    .flatMap((name) => filesIn(join(dataDir, name)))
}

/** How the processes were started, which everybody on the machine sees. */
export function commandLines(product: TestProduct): Place[] {
  return product.instance().processes.map(({ name, pid }) => ({
    name: `command line of ${name}`,
    content: Buffer.from(commandLine(pid ?? 0).join(' ')),
  }))
}

function filesIn(path: string): Place[] {
  try {
    return readdirSync(path).flatMap((name) => filesIn(join(path, name)))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOTDIR') throw error
    return [{ name: path, content: readFileSync(path) }]
  }
}
