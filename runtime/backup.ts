import { readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { exec } from './exec.ts'
import { megabytes } from './write-backup.ts'

const keptBackups = 5

/** Writes a compressed dump for `pg_restore` into a folder that keeps the last five; returns its path and size. */
export async function backUp(binDir: string, databaseUrl: string, directory: string): Promise<string> {
  const file = join(directory, `${new Date().toISOString().replaceAll(/[:.]/g, '-')}.dump`)
  const url = new URL(databaseUrl)
  const env = { PGPASSWORD: decodeURIComponent(url.password), LC_ALL: 'C' }
  url.password = ''
  // Rights are given anew at every start, to a role that another server may not have.
  const args = ['--format=custom', '--no-privileges', '--file', `${file}.new`, '--dbname', url.href]
  await exec(join(binDir, 'pg_dump'), args, { env, cwd: '/' })
  if (statSync(`${file}.new`).size === 0) throw new Error(`The backup ${file} is empty`)
  renameSync(`${file}.new`, file)
  forgetOld(directory)
  return `${file} (${megabytes(statSync(file).size)}; the last ${keptBackups} are kept)`
}

function forgetOld(directory: string): void {
  const names = readdirSync(directory)
    .filter((name) => name.endsWith('.dump'))
    .sort()
  for (const name of names.slice(0, -keptBackups)) rmSync(join(directory, name))
}
