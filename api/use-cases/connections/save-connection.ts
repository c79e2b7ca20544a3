/** Makes, changes, pauses and removes connections. */
import type pg from 'pg'
import { v7 as uuid } from 'uuid'
import { secretPaths, storeConfigSecrets } from '#datasets/secrets/config-secrets.ts'
import { deleteSecrets } from '#datasets/secrets/secrets.ts'
import { inTransaction } from '#datasets/transaction.ts'
import { DomainError } from '#pipeline/domain-error.ts'
import { recordChange } from '../../audit/record.ts'
import type { App } from '../../app.ts'
import { checkConfig, findProtocol } from './protocols.ts'
import { getConnection } from './read-connections.ts'
import type { ConnectionView } from './views.ts'

export interface ConnectionInput {
  name: string
  /** Secrets in plain, or as the references that were there. */
  config: Record<string, unknown>
  staleAfterMs: number
}

interface Stored {
  protocol: string
  config: unknown
  revision: number
  desired: string
}

/** Throws DomainError 'protocol-unknown', 'config-invalid', 'connection-exists'. */
export async function createConnection(
  app: App,
  { protocol, desired, ...input }: ConnectionInput & { protocol: string; desired: 'running' | 'paused' },
): Promise<ConnectionView> {
  const { version } = await findProtocol(app, protocol)
  await checkConfig(app, protocol, input.config)
  const id = uuid()
  await change(app, 'connection.create', id, async (client) => {
    const config = await keepSecrets(app, client, { id, protocol, config: input.config, before: undefined })
    await client.query(
      `insert into connection (id, project_id, name, protocol, adapter_version, config, desired, stale_after_ms,
         created_by, changed_by) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)`,
      [
        id,
        app.projectId,
        input.name,
        protocol,
        version,
        JSON.stringify(config),
        desired,
        input.staleAfterMs,
        app.actor.name,
      ],
    )
  })
  return getConnection(app, id)
}

/** Throws as createConnection, 'connection-unknown', and 'revision-conflict' when somebody else was first. */
export async function saveConnection(
  app: App,
  { id, expectedRevision, ...input }: ConnectionInput & { id: string; expectedRevision: number },
): Promise<ConnectionView> {
  const { protocol } = await getConnection(app, id)
  const { version } = await findProtocol(app, protocol)
  await checkConfig(app, protocol, input.config)
  await change(app, 'connection.save', id, async (client) => {
    const stored = await lockConnection(app, client, id)
    if (stored.revision !== expectedRevision)
      throw new DomainError('revision-conflict', { id, expected: expectedRevision, newest: stored.revision })
    const config = await keepSecrets(app, client, {
      id,
      protocol,
      config: input.config,
      before: stored.config,
    })
    await client.query(
      `update connection set name = $2, config = $3, stale_after_ms = $4, adapter_version = $5,
         revision = revision + 1, changed_at = now(), changed_by = $6 where id = $1`,
      [id, input.name, JSON.stringify(config), input.staleAfterMs, version, app.actor.name],
    )
  })
  return getConnection(app, id)
}

/** Safe to repeat. */
export async function setDesired(
  app: App,
  id: string,
  desired: 'running' | 'paused',
): Promise<ConnectionView> {
  await inTransaction(app.pool, 'begin', async (client) => {
    const stored = await lockConnection(app, client, id)
    if (stored.desired === desired) return
    await client.query(
      `update connection set desired = $2, revision = revision + 1, changed_at = now(), changed_by = $3 where id = $1`,
      [id, desired, app.actor.name],
    )
    await record(app, client, desired === 'paused' ? 'connection.pause' : 'connection.resume', id)
  })
  return getConnection(app, id)
}

/** Its tags and their samples stay; its secrets go. */
export async function removeConnection(app: App, id: string): Promise<void> {
  await change(app, 'connection.remove', id, async (client) => {
    await lockConnection(app, client, id)
    await client.query('delete from connection_tag where connection_id = $1', [id])
    await client.query('delete from connection_memory where connection_id = $1', [id])
    await deleteSecrets(client, { projectId: app.projectId, owner: { table: 'connection', id } })
    await client.query(
      'update connection set removed_at = now(), changed_at = now(), changed_by = $2, revision = revision + 1 where id = $1',
      [id, app.actor.name],
    )
  })
}

async function change(
  app: App,
  action: string,
  id: string,
  work: (client: pg.ClientBase) => Promise<void>,
): Promise<void> {
  try {
    await inTransaction(app.pool, 'begin', async (client) => {
      await work(client)
      await record(app, client, action, id)
    })
  } catch (error) {
    if ((error as { constraint?: string }).constraint === 'connection_name')
      throw new DomainError('connection-exists')
    throw error
  }
}

function record(app: App, client: pg.ClientBase, action: string, id: string): Promise<void> {
  return recordChange((sql, parameters) => client.query(sql, parameters), app, {
    action,
    object: { kind: 'connection', id },
  })
}

/** Throws DomainError 'connection-unknown'. */
export async function lockConnection(app: App, client: pg.ClientBase, id: string): Promise<Stored> {
  const { rows } = await client.query<Stored>(
    `select protocol, config, revision, desired from connection
     where project_id = $1 and id = $2 and removed_at is null for update`,
    [app.projectId, id],
  )
  if (!rows[0]) throw new DomainError('connection-unknown', { id })
  return rows[0]
}

async function keepSecrets(
  app: App,
  client: pg.ClientBase,
  { id, protocol, config, before }: { id: string; protocol: string; config: unknown; before: unknown },
): Promise<unknown> {
  const paths = secretPaths((await findProtocol(app, protocol)).config)
  if (paths.length === 0) return config
  const place = { projectId: app.projectId, owner: { table: 'connection', id } }
  return storeConfigSecrets(client, app.keyRing(), { ...place, config, before, paths, by: app.actor.name })
}
