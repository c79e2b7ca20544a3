/** The data that runs have made. */
import type { Project } from './project.ts'
import type { OutputName, TablePage } from './types.ts'

export interface PageRequest {
  offset?: number
  /** 1 to 1000. */
  limit?: number
  columns?: string[]
}

export interface DownloadRequest {
  /** Of tables; default CSV. */
  format?: 'csv' | 'parquet'
  /** For people: a spreadsheet program may open it (formulas neutralised). Default: for programs. */
  reader?: 'program' | 'person'
}

export interface Download {
  /** What a browser would call the file. */
  name: string
  stream: ReadableStream<Uint8Array>
  bytes(): Promise<Uint8Array<ArrayBuffer>>
  /** Writes a file, replacing one that is there. */
  save(path: string): Promise<void>
}

export class Datasets {
  readonly #project: Project

  constructor(project: Project) {
    this.#project = project
  }

  /** Rows of a table. */
  page({ run, node, port }: OutputName, request: PageRequest = {}): Promise<TablePage> {
    return this.#project.call('datasets.page', { run, node, port, ...request })
  }

  /** Tables as CSV or Parquet, reports as they are, everything else as JSON. */
  async download({ run, node, port }: OutputName, request: DownloadRequest = {}): Promise<Download> {
    const place = ['runs', run, 'outputs', node, port].map(encodeURIComponent).join('/')
    const { format = 'csv', reader = 'program' } = request
    const path = `/api/projects/${await this.#project.id()}/${place}?format=${format}&reader=${reader}`
    return downloadOf(await this.#project.connection.send({ method: 'GET', path, isRepeatable: true }))
  }
}

function downloadOf(answer: Response): Download {
  const [, name = 'data'] =
    /filename\*=UTF-8''(\S+)/.exec(answer.headers.get('content-disposition') ?? '') ?? []
  const stream = answer.body ?? new Blob([]).stream()
  return {
    name: decodeURIComponent(name),
    stream,
    bytes: async () => new Uint8Array(await new Response(stream).arrayBuffer()),
    async save(path) {
      const { writeFile } = await import('node:fs/promises')
      await writeFile(path, stream)
    },
  }
}
