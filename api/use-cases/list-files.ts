/** The files that people have brought into a project. */
import { inTransaction } from '#datasets/transaction.ts'
import { DomainError } from '#pipeline/domain-error.ts'
import type { FileRef } from '#pipeline/file-ref.ts'
import type { App } from '../app.ts'
import { recordChange } from '../audit/record.ts'
import { shownName } from './shown-name.ts'

export interface UploadedFile {
  id: string
  file: FileRef
  createdBy: string
  createdAt: string
}

interface UploadRow {
  id: string
  hash: string
  name: string
  mime: string
  bytes: string
  created_by: string
  created_at: Date
}

/** Newest first, at most 500; all, or those with a content. */
export async function listFiles({ pool, projectId }: App, hash?: string): Promise<UploadedFile[]> {
  const { rows } = await pool.query<UploadRow>(
    `select id, hash, name, mime, bytes, ${shownName('created_by')} as created_by, created_at from upload
     where project_id = $1 and ($2::text is null or hash = $2)
     order by created_at desc, id limit 500`,
    [projectId, hash ?? null],
  )
  return rows.map((row) => ({
    id: row.id,
    file: { hash: row.hash, bytes: Number(row.bytes), name: row.name, mime: row.mime },
    createdBy: row.created_by,
    createdAt: row.created_at.toISOString(),
  }))
}

/** Runs that read the file keep it. Throws DomainError 'file-unknown'. */
export async function removeFile(app: App, id: string): Promise<void> {
  await inTransaction(app.pool, 'begin', async (client) => {
    const { rows } = await client.query<{ hash: string }>(
      'delete from upload where id = $1 and project_id = $2 returning hash',
      [id, app.projectId],
    )
    if (!rows[0]) throw new DomainError('file-unknown', { file: id })
    await recordChange((sql, parameters) => client.query(sql, parameters), app, {
      action: 'file.remove',
      object: { kind: 'file', id },
      before: rows[0].hash,
    })
  })
}

/** Whether a file may be named by this project: someone brought it here, or one of its runs has it. */
export async function isKnownFile({ pool, projectId }: App, hash: string): Promise<boolean> {
  const { rowCount } = await pool.query(
    `select from upload where hash = $1 and project_id = $2
     union all select from object_reference where hash = $1 and project_id = $2 limit 1`,
    [hash, projectId],
  )
  return rowCount === 1
}
