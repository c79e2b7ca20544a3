import { createHash } from 'node:crypto'
import { realpathSync } from 'node:fs'
import { homedir } from 'node:os'
import { basename, dirname, isAbsolute, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Variables } from './environment.ts'

/** Who asks for a folder: the superuser gets the system's places, others their own. */
export interface Owner {
  isRoot: boolean
  home: string
}

/** The folder this code was started from. */
export const checkoutDirectory = realpathSync(dirname(dirname(fileURLToPath(import.meta.url))))

/** The user this process runs as. */
export function currentOwner(): Owner {
  return { isRoot: process.getuid?.() === 0, home: homedir() }
}

/** What can be fetched or built again: programs, downloads. */
export function cacheDirectory(variables: Variables = process.env, owner = currentOwner()): string {
  if (variables.ECOKI_CACHE) return variables.ECOKI_CACHE
  if (owner.isRoot) return '/var/cache/ecoki'
  return join(xdg(variables.XDG_CACHE_HOME, join(owner.home, '.cache')), 'ecoki')
}

/** What must be kept: database, store, logs; one folder for each checkout. */
export function dataDirectory(
  variables: Variables = process.env,
  checkout = checkoutDirectory,
  owner = currentOwner(),
): string {
  if (variables.ECOKI_DATA) return variables.ECOKI_DATA
  const root = owner.isRoot
    ? '/var/lib/ecoki'
    : join(xdg(variables.XDG_DATA_HOME, join(owner.home, '.local', 'share')), 'ecoki')
  return join(root, checkoutName(checkout))
}

/** A readable folder name that two checkouts never share. */
export function checkoutName(checkout: string): string {
  const hash = createHash('sha256').update(checkout).digest('hex').slice(0, 8)
  return `${basename(checkout)}-${hash}`
}

// The XDG specification: a relative path is to be ignored.
function xdg(value: string | undefined, fallback: string): string {
  return value && isAbsolute(value) ? value : fallback
}
