/** What Temporal's own pages show of workflows, for those who may design in the project that they belong to. */
import { PayloadError, decryptPayload, workflowOf } from '#datasets/secrets/payload-codec.ts'
import { DomainError } from '#pipeline/domain-error.ts'
import { hasRole } from '../actor.ts'
import type { Caller } from '../actor.ts'
import type { App } from '../app.ts'
import { deskProjectOf } from './ask-desk.ts'

/** A payload as JSON has it: bytes are base64. */
export interface JsonPayload {
  metadata?: Record<string, string>
  data?: string
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/**
 * Payloads of projects in which the caller is an engineer are decrypted, the others come back as they are. Throws DomainError
 * 'payload-unreadable' where the key is missing or the payload was changed.
 */
export async function decodePayloads(
  app: App,
  caller: Caller,
  payloads: JsonPayload[],
): Promise<JsonPayload[]> {
  const plain = payloads.map(fromJson)
  const projects = await projectsOf(
    app,
    plain.map((payload) => workflowOf(payload) ?? ''),
  )
  return plain.map((payload, place) => {
    const project = projects.get(workflowOf(payload) ?? '')
    const isOpen = project !== undefined && hasRole(caller.roles.get(project), 'engineer')
    return isOpen ? toJson(decrypted(app, payload)) : payloads[place]
  })
}

/** By id of the workflow: that of a run, or one that names its project. */
async function projectsOf({ pool }: App, workflows: string[]): Promise<Map<string, string>> {
  const ids = [...new Set(workflows)]
  const desks = ids.flatMap((id) => {
    const project = deskProjectOf(id)
    return project === undefined ? [] : [[id, project] as const]
  })
  const { rows } = await pool.query<{ id: string; project_id: string }>(
    'select id, project_id from run where id = any($1::uuid[])',
    [ids.filter((id) => uuid.test(id))],
  )
  return new Map([...desks, ...rows.map(({ id, project_id: project }) => [id, project] as const)])
}

function decrypted(app: App, payload: Bytes): Bytes {
  try {
    return decryptPayload(app.keyRing(), payload) as Bytes
  } catch (error) {
    if (error instanceof PayloadError) throw new DomainError('payload-unreadable', {}, error.message)
    throw error
  }
}

interface Bytes {
  metadata: Record<string, Uint8Array>
  data?: Uint8Array
}

function fromJson({ metadata = {}, data }: JsonPayload): Bytes {
  const entries = Object.entries(metadata).map(([name, text]) => [name, Buffer.from(text, 'base64')] as const)
  return {
    metadata: Object.fromEntries(entries),
    data: data === undefined ? undefined : Buffer.from(data, 'base64'),
  }
}

function toJson({ metadata, data }: Bytes): JsonPayload {
  const entries = Object.entries(metadata).map(([name, bytes]) => [name, base64(bytes)] as const)
  return { metadata: Object.fromEntries(entries), data: base64(data ?? new Uint8Array()) }
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64')
}
