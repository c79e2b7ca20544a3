/** A dump as a stream, made by pg_dump. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { environmentForChild } from '#config/environment.ts'

export interface DumpSource {
  binDir: string
  databaseUrl: string
  /** A snapshot that is open in another connection. */
  snapshot: string
}

/** Yields the dump; throws with what pg_dump said if it failed. */
export async function* dumpDatabase({ binDir, databaseUrl, snapshot }: DumpSource): AsyncGenerator<Buffer> {
  const { url, password } = withoutPassword(databaseUrl)
  // Rights are given anew at every start, to a role that another server may not have.
  const args = ['--format=custom', '--no-privileges', '--no-owner', `--snapshot=${snapshot}`, '--dbname', url]
  const env = environmentForChild({ PGPASSWORD: password, LC_ALL: 'C' })
  const child = spawn(join(binDir, 'pg_dump'), args, { env, cwd: '/', stdio: ['ignore', 'pipe', 'pipe'] })
  const ended = once(child, 'close') as Promise<[number | null]>
  const said: string[] = []
  child.stderr.setEncoding('utf8').on('data', (text: string) => said.push(text))
  try {
    for await (const piece of child.stdout) yield piece as Buffer
    const [code] = await ended
    if (code !== 0) throw new Error(`pg_dump ended with ${code}\n${said.join('').slice(-2_000)}`)
  } finally {
    child.kill()
  }
}

/** A password in the arguments would be seen by everybody on this machine. */
export function withoutPassword(databaseUrl: string): { url: string; password: string } {
  const url = new URL(databaseUrl)
  const password = decodeURIComponent(url.password)
  url.password = ''
  return { url: url.href, password }
}
