/** Takes a file that someone brings into the store, and remembers that it belongs to the project. */
import { randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { v7 as uuid } from 'uuid'
import { hashFile } from '#datasets/file-hash.ts'
import { inTransaction } from '#datasets/transaction.ts'
import { DomainError } from '#pipeline/domain-error.ts'
import type { FileRef } from '#pipeline/file-ref.ts'
import type { App } from '../app.ts'
import { recordChange } from '../audit/record.ts'

export interface Upload {
  name: string
  mime: string
  content: Readable
}

/** 4 GiB: more than any reader takes. */
const maxBytes = 4 * 1024 ** 3

/**
 * The same content under the same name is one upload, however often it is brought. Throws DomainError
 * 'upload-too-large'; an upload that breaks off leaves nothing.
 */
export async function uploadFile(app: App, { name, mime, content }: Upload): Promise<FileRef> {
  await mkdir(app.scratchDir, { recursive: true })
  const path = join(app.scratchDir, `upload-${randomUUID()}`)
  try {
    await pipeline(content, limitBytes, createWriteStream(path, { mode: 0o600 }))
    const { hash, bytes } = await hashFile(path)
    const file = { hash, bytes, name, mime }
    await keepFile(app, file, path)
    return file
  } finally {
    await rm(path, { force: true })
  }
}

async function* limitBytes(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let bytes = 0
  for await (const piece of source) {
    bytes += piece.length
    if (bytes > maxBytes) throw new DomainError('upload-too-large', { maxBytes })
    yield piece
  }
}

/** The row comes first: until the commit no sweep can remove what is there or being written. */
async function keepFile(app: App, file: FileRef, path: string): Promise<void> {
  const { projectId, store, actor } = app
  await inTransaction(app.pool, 'begin', async (client) => {
    const id = uuid()
    const { rowCount } = await client.query(
      `insert into upload (id, project_id, hash, name, mime, bytes, created_by) values ($1, $2, $3, $4, $5, $6, $7)
       on conflict (project_id, hash, name) do nothing`,
      [id, projectId, file.hash, file.name, file.mime, file.bytes, actor.name],
    )
    if (rowCount === 0) return
    await store.putFile({ path })
    await recordChange((sql, parameters) => client.query(sql, parameters), app, {
      action: 'file.upload',
      object: { kind: 'file', id },
      after: file.hash,
    })
  })
}
