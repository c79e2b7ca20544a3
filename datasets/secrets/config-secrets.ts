/** Secrets within settings: stored they are references, used they are what was entered. */
import type pg from 'pg'
import type { KeyRing } from '#config/key-ring.ts'
import { DomainError } from '#pipeline/domain-error.ts'
import { readSecret, storeSecret } from './secrets.ts'

export interface SecretReference {
  $secret: string
}

export interface ConfigPlace {
  projectId: string
  owner: { table: string; id: string }
}

type JsonSchema = { [name: string]: unknown }

/** Whether a value stands for a secret. */
export function isReference(value: unknown): value is SecretReference {
  return isObject(value) && typeof value.$secret === 'string'
}

/** Dotted paths of the fields that hold secrets, from a JSON schema with `format: 'secret'`. */
export function secretPaths(schema: unknown, path: string[] = []): string[] {
  if (!isObject(schema)) return []
  if (schema.format === 'secret') return [path.join('.')]
  const parts = (['anyOf', 'oneOf', 'allOf'] as const).flatMap((name) => schema[name] ?? []) as unknown[]
  const members = Object.entries(isObject(schema.properties) ? schema.properties : {})
  const found = [
    ...parts.flatMap((part) => secretPaths(part, path)),
    ...members.flatMap(([name, part]) => secretPaths(part, [...path, name])),
  ]
  return [...new Set(found)]
}

/** The same settings with a text in place of each reference, so that a schema can look at them. */
export function withPlaceholders(config: unknown): unknown {
  return mapReferences(config, () => 'secret')
}

/**
 * Keeps what was entered in the fields at `paths`; what is a reference stays as it was in `before`. Throws DomainError
 * 'secret-unknown' for a reference that is not that one.
 */
export async function storeConfigSecrets(
  database: pg.ClientBase,
  ring: KeyRing,
  request: ConfigPlace & { config: unknown; before: unknown; paths: string[]; by: string },
): Promise<unknown> {
  const { projectId, owner, before, paths, by } = request
  const config = structuredClone(request.config)
  for (const path of paths) {
    const value = readPath(config, path)
    if (value === undefined) continue
    if (isReference(value)) {
      const known = readPath(before, path)
      if (!isReference(known) || known.$secret !== value.$secret)
        throw new DomainError('secret-unknown', { field: path })
    } else {
      const place = { projectId, owner: { ...owner, field: path } }
      writePath(config, path, {
        $secret: await storeSecret(database, ring, { ...place, value: String(value), by }),
      })
    }
  }
  return config
}

/** The settings with what was entered. Throws as readSecret does. */
export async function openConfigSecrets(
  database: pg.Pool | pg.ClientBase,
  ring: KeyRing,
  { projectId, owner, config }: ConfigPlace & { config: unknown },
): Promise<unknown> {
  const open = structuredClone(config)
  for (const path of referencesIn(config)) {
    const { $secret: id } = readPath(config, path) as SecretReference
    const place = { id, projectId, owner: { ...owner, field: path } }
    writePath(open, path, await readSecret(database, ring, place))
  }
  return open
}

function referencesIn(value: unknown, path: string[] = []): string[] {
  if (isReference(value)) return [path.join('.')]
  if (!isObject(value)) return []
  return Object.entries(value).flatMap(([name, part]) => referencesIn(part, [...path, name]))
}

function mapReferences(value: unknown, replace: () => unknown): unknown {
  if (isReference(value)) return replace()
  if (Array.isArray(value)) return value.map((part) => mapReferences(part, replace))
  if (!isObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, mapReferences(part, replace)]))
}

function readPath(value: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (inside, name) => (isObject(inside) && Object.hasOwn(inside, name) ? inside[name] : undefined),
      value,
    )
}

function writePath(root: unknown, path: string, value: unknown): void {
  const names = path.split('.')
  const holder = names
    .slice(0, -1)
    .reduce<unknown>((inside, name) => (isObject(inside) ? inside[name] : undefined), root)
  if (isObject(holder)) holder[names.at(-1)!] = value
}

function isObject(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
