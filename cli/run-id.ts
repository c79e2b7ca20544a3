/** Ids of runs as they are typed. */
import type { Client, Run } from '#client/index.ts'
import { DomainError } from '#pipeline/domain-error.ts'

const form = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** Throws DomainError 'run-unknown' for a text that no run has as its id. */
export function runNamed(client: Client, id: string): Run {
  if (!form.test(id)) throw new DomainError('run-unknown', { run: id })
  return client.runs.of(id)
}
