/** Chromium, as Debian packages it. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { cacheDirectory } from '#config/directories.ts'
import { testEnvironment } from '#config/test.ts'
import { findOnPath } from '#runtime/temporal-program.ts'

/** It speaks to nobody but the gateway, and needs neither a screen nor a sandbox of its own. */
export const chromiumFlags = [
  ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
  ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
  ...['--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1'],
]

export interface ChromiumProgram {
  path: string
  env?: Record<string, string>
}

/** Throws when there is none: `npm test` provides one. */
export function findChromium(): ChromiumProgram {
  const found = givenChromium() ?? unpackedChromium(unpackedFolder())
  if (found) return found
  throw new Error('Chromium is missing. Install it: apt-get install chromium fonts-dejavu-core')
}

/** The one that the environment names, or the system's. */
export function givenChromium(): ChromiumProgram | undefined {
  const { ECOKI_TEST_CHROMIUM: given } = testEnvironment()
  const path = given ?? findOnPath('chromium')
  return path !== undefined && existsSync(path) ? { path } : undefined
}

/** Where `npm test` unpacks Debian's package without being root. */
export function unpackedFolder(): string {
  return join(cacheDirectory(), 'chromium')
}

export function unpackedChromium(folder: string): ChromiumProgram | undefined {
  const path = join(folder, 'usr/lib/chromium/chromium')
  if (!existsSync(path)) return undefined
  return { path, env: { FONTCONFIG_FILE: join(folder, 'fonts.conf'), HOME: folder } }
}
