/** A result as a file for people: tables as CSV or Parquet, reports as they are, everything else as JSON. */
import { copyFile, writeFile } from 'node:fs/promises'
import type { StoredValue } from '#datasets/store.ts'
import { loadValue } from '#datasets/values.ts'
import { DomainError } from '#pipeline/domain-error.ts'
import { isFileRef } from '#pipeline/file-ref.ts'
import type { App } from '../app.ts'

/** Throws DomainError 'run-unknown' or 'output-unknown'. */
export async function findOutput(app: App, runId: string, node: string, port: string): Promise<StoredValue> {
  const { rows } = await app.pool.query<{ outputs: Record<string, StoredValue> | null }>(
    'select outputs from step where run_id::text = $1 and node = $2 and project_id = $3',
    [runId, node, app.projectId],
  )
  const stored = rows[0]?.outputs
  const value = stored && Object.hasOwn(stored, port) ? stored[port] : undefined
  if (!value) throw new DomainError('output-unknown', { run: runId, node, port })
  return value
}

/** Copies the file of a report output, or writes another value as JSON. */
export async function exportOutput(app: App, stored: StoredValue, path: string): Promise<void> {
  if (stored.type === 'report' && isFileRef(stored.value)) {
    await copyFile(await app.store.filePath(stored.value.hash), path)
  } else if (stored.type === 'metrics' || stored.type === 'scalar') {
    await writeFile(path, `${JSON.stringify(stored.value, null, 2)}\n`)
  } else if (stored.type === 'table' || stored.type === 'intervals') {
    throw new DomainError('export-as-table', { type: stored.type })
  } else {
    const value = await loadValue(app.store, stored)
    await writeFile(path, `${JSON.stringify(value, null, 2)}\n`)
  }
}
