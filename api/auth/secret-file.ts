/** The key that signs session cookies, and the local token: files that only their owner can read. */
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'

/** What a file holds; where it is missing, a new secret is written first, as a whole. */
export function keepSecret(file: string, makeSecret: () => string): string {
  if (existsSync(file)) return readFileSync(file, 'utf8').trim()
  const secret = makeSecret()
  writeFileSync(`${file}.new`, `${secret}\n`, { mode: 0o600 })
  renameSync(`${file}.new`, file)
  return secret
}
