/** Files that pipelines read. */
import { EcokiError } from './error.ts'
import type { Project } from './project.ts'
import type { FileRef } from './types.ts'

export interface UploadOptions {
  /** Default: the path's last part, else 'data'. */
  name?: string
  mime?: string
}

export class Files {
  readonly #project: Project

  constructor(project: Project) {
    this.#project = project
  }

  /** The same content under the same name is one file, however often it is brought. A text is a path. */
  async upload(
    source: string | Uint8Array<ArrayBuffer> | Blob,
    options: UploadOptions = {},
  ): Promise<FileRef> {
    const name = options.name ?? (typeof source === 'string' ? lastPart(source) : 'data')
    const path = `/api/projects/${await this.#project.id()}/files?name=${encodeURIComponent(name)}`
    const answer = await this.#project.connection.send({
      ...{ method: 'POST', path, body: await blobOf(source), isRepeatable: true },
      headers: {
        'content-type': options.mime ?? 'application/octet-stream',
        'idempotency-key': crypto.randomUUID(),
      },
    })
    return (await answer.json()) as FileRef
  }

  /** A file with this content (SHA-256, hex) that is there already. */
  async find(hash: string): Promise<FileRef | undefined> {
    const found = await this.#project.call<{ file: FileRef }[]>('datasets.files', { hash })
    return found[0]?.file
  }
}

/** Opened anew for every try. Throws EcokiError 'file-missing' for what cannot be read. */
async function blobOf(source: string | Uint8Array<ArrayBuffer> | Blob): Promise<Blob> {
  if (source instanceof Blob) return source
  if (typeof source !== 'string') return new Blob([source])
  const { openAsBlob } = await import('node:fs')
  try {
    return await openAsBlob(source)
  } catch (error) {
    throw new EcokiError('file-missing', { path: source, reason: (error as NodeJS.ErrnoException).code })
  }
}

function lastPart(path: string): string {
  return path.split(/[/\\]/).at(-1) || 'data'
}
