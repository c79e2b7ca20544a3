/** A stored config as its adapter wants it: brought to its version, with secrets, read by its schema. */
import { openConfigSecrets } from '#datasets/secrets/config-secrets.ts'
import { DomainError } from '#pipeline/domain-error.ts'
import { AdapterError } from '#adapters/adapter.ts'
import type { Adapter, TagRequest } from '#adapters/adapter.ts'
import type { HostParts } from './parts.ts'
import type { WantedConnection, WantedTag } from './wanted.ts'

export interface ReadConnection {
  config: unknown
  tags: TagRequest[]
  /** Tags whose stored address the adapter cannot read. */
  unreadable: number[]
}

/** Throws AdapterError for what a person has to mend. */
export async function readConnection(
  parts: HostParts,
  adapter: Adapter,
  wanted: WantedConnection,
): Promise<ReadConnection> {
  const stored = upgraded(adapter, wanted)
  const { projectId, id } = wanted
  const place = { projectId, owner: { table: 'connection', id }, config: stored.config }
  const open = await openConfigSecrets(parts.pool, parts.ring, place).catch((error: unknown) => {
    if (error instanceof DomainError) throw new AdapterError(error.code, error.params, { isFinal: true })
    throw error
  })
  return { config: parseConfig(adapter, open), ...readTags(adapter, wanted.tags, stored.addresses) }
}

/** Throws AdapterError 'config-invalid'. */
export function parseConfig(adapter: Adapter, config: unknown): unknown {
  const parsed = adapter.config.safeParse(config)
  if (parsed.success) return parsed.data
  const { path, message } = parsed.error.issues[0]
  throw new AdapterError('config-invalid', { field: path.join('.'), message }, { isFinal: true })
}

function upgraded(adapter: Adapter, { adapterVersion, config, tags }: WantedConnection) {
  const stored = { config, addresses: tags.map(({ address }) => address) }
  return adapter.up && adapterVersion < adapter.version ? adapter.up(stored, adapterVersion) : stored
}

function readTags(adapter: Adapter, tags: WantedTag[], addresses: unknown[]) {
  const read: TagRequest[] = []
  const unreadable: number[] = []
  for (const [index, { id: key, type, intervalMs }] of tags.entries()) {
    const address = adapter.address.safeParse(addresses[index])
    if (address.success) read.push({ key, address: address.data, type, intervalMs })
    else unreadable.push(key)
  }
  return { tags: read, unreadable }
}
