/** What a refused call was about, as far as its input says. */
import type { Caller } from '../actor.ts'

/** None that may hold a secret. */
const idFields = ['run', 'id', 'pipeline', 'userId', 'tokenId', 'file'] as const

/** The project is named only to those who are in it: others asked for something that does not exist for them. */
export function refusedObject(
  { roles }: Caller,
  path: string,
  input: unknown,
): { object: { kind: string; id: string }; projectId?: string } {
  const given = typeof input === 'object' && input !== null ? (input as Record<string, unknown>) : {}
  const projectId = textOf(given.projectId)
  if (projectId !== undefined && !roles.has(projectId)) return { object: { kind: 'project', id: projectId } }
  const field = idFields.find((name) => textOf(given[name]) !== undefined)
  const id = field && textOf(given[field])
  const kind = /^([a-z]+)\.[a-z]/i.exec(path)?.[1] ?? 'request'
  return { object: { kind, id: id ?? textOf(documentId(given)) ?? '-' }, projectId }
}

function documentId({ document }: Record<string, unknown>): unknown {
  return typeof document === 'object' && document !== null && 'id' in document ? document.id : undefined
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}
