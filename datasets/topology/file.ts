import { readFile, stat } from 'node:fs/promises'
import { extname, join } from 'node:path'
import type { PipelineDocument } from '#pipeline/document.ts'
import { DomainError } from '#pipeline/domain-error.ts'
import { sha256Hex } from '#pipeline/hash.ts'
import { writeAtomically } from '../atomic-file.ts'
import { namesIn, unlessAbsent } from '../object-files.ts'
import { documentEndings, documentText, parseText } from './document-text.ts'
import { FileVersions } from './file-versions.ts'
import { byId, documentHash, documentOf, expectRevision, pipelineMissing } from './topology.ts'
import type { DocumentVersion, ListedDocument, LoadedDocument, Topology } from './topology.ts'

const maxTries = 50

/** The newest version and what the document's own file says about it. */
interface Newest extends LoadedDocument {
  hash: string
  savedAtMs: number
  /** The file was changed by hand since it was last saved: this version is not kept yet. */
  isEdited: boolean
}

/**
 * Documents in a folder, one JSON or YAML file each, named by its id and made to be edited by hand as well: an
 * edited file counts as the next revision. Saved versions are kept in `.versions/`. A file keeps its language;
 * comments in YAML are lost when it is saved. Within a process saves wait for each other; between processes
 * `expectedRevision` makes them safe.
 */
export class FileTopology implements Topology {
  readonly #folder: string
  #lastSave: Promise<unknown> = Promise.resolve()

  constructor(folder: string) {
    this.#folder = folder
  }

  async load(id: string, revision?: number): Promise<LoadedDocument> {
    const newest = await this.#newest(id)
    if (!newest) throw pipelineMissing(id, revision)
    const { document } = newest
    if (revision === undefined || revision === newest.revision) return { document, revision: newest.revision }
    const versions = this.#versionsOf(id)
    if (!(await versions.revisions()).includes(revision)) throw pipelineMissing(id, revision)
    return { document: await versions.read(revision), revision }
  }

  async save(document: PipelineDocument, expectedRevision?: number): Promise<number> {
    const save = this.#lastSave.then(() => this.#saveNow(document, expectedRevision))
    this.#lastSave = save.catch(() => undefined) // the caller hears of it; the next save does not care
    return save
  }

  async list(): Promise<ListedDocument[]> {
    const names = (await namesIn(this.#folder)).filter(isDocumentName)
    const listed = await Promise.all(
      names.map(async (name) => {
        const { id, name: title } = (await this.#readFile(name)).document
        const newest = await this.#newest(id)
        if (!newest) throw new DomainError('document-name', { file: name, id, expected: fileNameOf(id) })
        return { id, name: title, revision: newest.revision }
      }),
    )
    return listed.sort(byId)
  }

  async versions(id: string): Promise<DocumentVersion[]> {
    const versions = this.#versionsOf(id)
    const kept = await Promise.all(
      (await versions.revisions()).map((revision) => versions.describe(revision)),
    )
    const newest = await this.#newest(id)
    if (newest?.isEdited)
      kept.push({ revision: newest.revision, hash: newest.hash, savedAtMs: newest.savedAtMs })
    return kept.reverse()
  }

  async #saveNow(document: PipelineDocument, expectedRevision?: number): Promise<number> {
    const hash = documentHash(document)
    const versions = this.#versionsOf(document.id)
    for (let attempt = 0; attempt < maxTries; attempt++) {
      const newest = await this.#newest(document.id)
      const last = newest?.revision ?? (await versions.revisions()).at(-1) ?? 0
      if (newest?.isEdited && !(await versions.claim(last, newest.document))) continue
      if (newest?.hash !== hash) {
        expectRevision(document.id, last, expectedRevision)
        if (!(await versions.claim(last + 1, document))) continue
      }
      await this.#writeFile(document)
      return newest?.hash === hash ? last : last + 1
    }
    throw new DomainError('revision-conflict', { id: document.id })
  }

  /** The file decides, unless it is older than the newest version: then its writer died before it was replaced. */
  async #newest(id: string): Promise<Newest | undefined> {
    const versions = this.#versionsOf(id)
    const last = (await versions.revisions()).at(-1)
    const name = await this.#fileName(id)
    if (!name) return undefined
    const file = await this.#readFile(name)
    if (file.document.id !== id) throw new DomainError('document-name', { file: name, id: file.document.id })
    const hash = documentHash(file.document)
    if (last === undefined) return { ...file, hash, revision: 1, isEdited: true }
    const kept = await versions.describe(last)
    if (kept.hash !== hash && file.savedAtMs > kept.savedAtMs) {
      return { ...file, hash, revision: last + 1, isEdited: true }
    }
    return { ...kept, document: await versions.read(last), isEdited: false }
  }

  async #readFile(name: string): Promise<{ document: PipelineDocument; savedAtMs: number }> {
    const path = join(this.#folder, name)
    const { mtimeMs } = await stat(path)
    const document = documentOf(parseText(name, await readFile(path, 'utf8')), { file: name })
    return { document, savedAtMs: mtimeMs }
  }

  async #writeFile(document: PipelineDocument): Promise<void> {
    const name = (await this.#fileName(document.id)) ?? `${fileNameOf(document.id)}.json`
    const temporary = join(this.#folder, '.versions', 'tmp')
    const write = async (file: { writeFile(text: string): Promise<void> }) => {
      await file.writeFile(documentText(name, document))
      return join(this.#folder, name)
    }
    await writeAtomically(temporary, write, 0o644)
  }

  /** The file of a document in whichever language it is. */
  async #fileName(id: string): Promise<string | undefined> {
    for (const ending of documentEndings) {
      const name = fileNameOf(id) + ending
      if (await unlessAbsent(stat(join(this.#folder, name)))) return name
    }
    return undefined
  }

  #versionsOf(id: string): FileVersions {
    return new FileVersions(join(this.#folder, '.versions', fileNameOf(id)))
  }
}

function isDocumentName(name: string): boolean {
  return !name.startsWith('.') && documentEndings.some((ending) => ending === extname(name))
}

/** An id as a file name: letters, digits, - and _ as they are, all else in %XX; very long ones end in a hash. */
function fileNameOf(id: string): string {
  const name = Buffer.from(id)
    .toString('latin1')
    .replace(/[^A-Za-z0-9_-]/g, (byte) => `%${byte.charCodeAt(0).toString(16).padStart(2, '0')}`)
  return name.length <= 150 ? name : `${name.slice(0, 100)}%${sha256Hex(id).slice(0, 32)}`
}
