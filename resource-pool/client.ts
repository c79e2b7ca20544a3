/**
 * The way to the resource pool for those who must not depend on it: answers come from a copy on disk at once, and
 * the copy is brought up to date behind them.
 */
import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DomainError } from '#pipeline/domain-error.ts'
import { sha256Hex } from '#pipeline/hash.ts'
import { writeWhole } from './atomic-copy.ts'
import { indexPath, indexSchema, objectSchemas, objectsPath } from './contract.ts'
import type { PoolIndex, PoolKind, PoolObjects } from './contract.ts'

export interface PoolClientOptions {
  /** Where the pool answers, without a slash at the end. */
  url: string
  /** Where the copy is kept, over restarts too. */
  folder: string
}

export interface PoolState {
  index: PoolIndex
  /** When the pool last said that this is what it has. */
  asOf: Date
  /** The pool did not answer when it was asked last. */
  isStale: boolean
}

const askAgainAfterMs = 5_000
const timeoutMs = 3_000

interface Copy {
  index: PoolIndex
  etag: string
  asOf: Date
}

export class PoolClient {
  readonly #options: PoolClientOptions
  #copy: Copy | undefined
  #isStale = false
  #askedAt = -Infinity
  #asking: Promise<void> | undefined
  readonly #objects = new Map<string, unknown>()

  constructor(options: PoolClientOptions) {
    this.#options = options
  }

  /** Throws DomainError 'pool-away' only where the pool has never answered. */
  async state(): Promise<PoolState> {
    this.#copy ??= await this.#readCopy()
    const asking = this.#refreshWhenDue()
    if (!this.#copy) await asking
    if (!this.#copy) throw new DomainError('pool-away', { url: this.#options.url })
    return { index: this.#copy.index, asOf: this.#copy.asOf, isStale: this.#isStale }
  }

  /** The objects of one list of the index, in its order. Throws 'pool-away'. */
  async all<K extends PoolKind>(kind: K): Promise<PoolState & { objects: PoolObjects[K][] }> {
    const state = await this.state()
    const objects = await Promise.all(state.index[kind].map(({ hash }) => this.#object(kind, hash)))
    return { ...state, objects }
  }

  /** One version, or the newest. Throws 'resource-unknown' or 'pool-away'. */
  async one<K extends PoolKind>(kind: K, id: string, version?: number): Promise<PoolObjects[K]> {
    const { index } = await this.state()
    const found = index[kind]
      .filter((entry) => entry.id === id && (version ?? entry.version) === entry.version)
      .at(-1)
    if (!found) throw new DomainError('resource-unknown', { kind, id })
    return this.#object(kind, found.hash)
  }

  #refreshWhenDue(): Promise<void> {
    if (this.#asking) return this.#asking
    if (performance.now() - this.#askedAt < askAgainAfterMs) return Promise.resolve()
    this.#asking = this.#refresh()
      .then(
        () => (this.#isStale = false),
        () => (this.#isStale = true), // that is what the copy is for
      )
      .then(() => {
        this.#askedAt = performance.now()
        this.#asking = undefined
      })
    return this.#asking
  }

  async #refresh(): Promise<void> {
    const headers: Record<string, string> = this.#copy ? { 'if-none-match': this.#copy.etag } : {}
    const response = await this.#get(indexPath, headers)
    if (response.status === 304 && this.#copy) {
      this.#copy.asOf = new Date()
      return this.#writeCopy(this.#copy)
    }
    const index = indexSchema.parse(await response.json())
    const copy = { index, etag: response.headers.get('etag') ?? '', asOf: new Date() }
    // Everything the index names is here before the index is: the copy is whole at any time.
    for (const kind of Object.keys(objectSchemas) as PoolKind[])
      for (const { hash } of index[kind]) await this.#object(kind, hash)
    await this.#writeCopy(copy)
    this.#copy = copy
  }

  async #object<K extends PoolKind>(kind: K, hash: string): Promise<PoolObjects[K]> {
    const known = this.#objects.get(hash)
    if (known !== undefined) return known as PoolObjects[K]
    const text = (await this.#readObject(hash)) ?? (await this.#fetchObject(hash))
    const object = objectSchemas[kind].parse(JSON.parse(text)) as PoolObjects[K]
    this.#objects.set(hash, object)
    return object
  }

  /** Undefined when it is not here, or damaged: then it is fetched again. */
  async #readObject(hash: string): Promise<string | undefined> {
    const text = await readIfThere(this.#path(`${hash}.json`))
    return text !== undefined && sha256Hex(text) === hash ? text : undefined
  }

  async #fetchObject(hash: string): Promise<string> {
    const response = await this.#get(`${objectsPath}/${hash}`)
    const text = await response.text()
    if (sha256Hex(text) !== hash) throw new Error(`the pool's object ${hash} has other content`)
    await writeWhole(this.#path(`${hash}.json`), text)
    return text
  }

  async #get(path: string, headers: Record<string, string> = {}): Promise<Response> {
    const response = await fetch(this.#options.url + path, {
      headers,
      signal: AbortSignal.timeout(timeoutMs),
    })
    if (!response.ok && response.status !== 304) throw new Error(`${path}: ${response.status}`)
    return response
  }

  async #readCopy(): Promise<Copy | undefined> {
    const text = await readIfThere(this.#path('index.json'))
    if (text === undefined) return undefined
    const { index, etag, asOf } = JSON.parse(text) as Record<string, unknown>
    return { index: indexSchema.parse(index), etag: String(etag), asOf: new Date(String(asOf)) }
  }

  async #writeCopy(copy: Copy): Promise<void> {
    await mkdir(this.#options.folder, { recursive: true })
    await writeWhole(this.#path('index.json'), JSON.stringify(copy))
  }

  #path(name: string): string {
    return join(this.#options.folder, name)
  }
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}
