import { randomUUID } from 'node:crypto'
import { link, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { PipelineDocument } from '#pipeline/document.ts'
import { namesIn } from '../object-files.ts'
import { documentHash, documentOf } from './topology.ts'
import type { DocumentVersion } from './topology.ts'

/** The saved versions of one document: a folder with 1.json, 2.json, ... that are never changed. */
export class FileVersions {
  readonly #folder: string

  constructor(folder: string) {
    this.#folder = folder
  }

  /** Ascending. */
  async revisions(): Promise<number[]> {
    const names = await namesIn(this.#folder)
    const numbers = names.flatMap((name) =>
      /^[1-9]\d*\.json$/.test(name) ? [Number.parseInt(name, 10)] : [],
    )
    return numbers.sort((a, b) => a - b)
  }

  async read(revision: number): Promise<PipelineDocument> {
    const file = this.#path(revision)
    return documentOf(JSON.parse(await readFile(file, 'utf8')), { file })
  }

  async describe(revision: number): Promise<DocumentVersion> {
    const hash = documentHash(await this.read(revision))
    return { revision, hash, savedAtMs: (await stat(this.#path(revision))).mtimeMs }
  }

  /** False when this revision exists: of several who claim it one succeeds, in whatever process. */
  async claim(revision: number, document: PipelineDocument): Promise<boolean> {
    await mkdir(this.#folder, { recursive: true })
    const temporary = join(this.#folder, `${randomUUID()}.tmp`)
    try {
      await writeFile(temporary, JSON.stringify(document), { flush: true })
      await link(temporary, this.#path(revision))
      return true
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
      throw error
    } finally {
      await rm(temporary, { force: true })
    }
  }

  #path(revision: number): string {
    return join(this.#folder, `${revision}.json`)
  }
}
