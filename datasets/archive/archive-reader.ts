/**
 * Reads the archive. The native code that does it lives in a child process of its own, which is started when it is
 * needed and ends when it is not: what it does wrong is an error of one question, and not the end of this process.
 */
import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { DomainError } from '#pipeline/domain-error.ts'
import type { FileFault, KnownFile } from './check-files.ts'
import type { ArchiveQuery, NewestQuery } from './parquet-read.ts'
import type { StoredRows } from './stored-rows.ts'

export interface ArchiveReader {
  /**
   * The samples of a tag in [fromUs, toUs), every revision; paths are names in the folder. Throws DomainError
   * 'archive-file-gone' and 'archive-file-damaged'.
   */
  rows(query: ArchiveQuery): Promise<StoredRows>
  /** The newest time of a tag in a file at or before one. */
  newestTime(query: NewestQuery): Promise<number | undefined>
  close(): void
}

export type ReadOrder =
  { id: number; kind: 'rows'; query: ArchiveQuery } | { id: number; kind: 'newest'; query: NewestQuery }

export type ReadAnswer = { id: number } & (
  { found: unknown } | { fault: FileFault; file: string } | { error: string }
)

const idleMs = 120_000

/** The archive in a folder, which may not be there as long as nothing is archived. */
export function openArchive(folder: string): ArchiveReader {
  const reader = new ChildReader(folder)
  const at = ({ path, hash }: KnownFile): KnownFile => ({ path: join(folder, path), hash })
  return {
    rows: (query) => reader.ask({ kind: 'rows', query: { ...query, files: query.files.map(at) } }),
    newestTime: (query) => reader.ask({ kind: 'newest', query: { ...query, file: at(query.file) } }),
    close: () => reader.end(),
  }
}

interface Waiting {
  resolve(found: never): void
  reject(error: Error): void
}

type Asked = { [K in ReadOrder['kind']]: Omit<Extract<ReadOrder, { kind: K }>, 'id'> }[ReadOrder['kind']]

class ChildReader {
  readonly #folder: string
  readonly #waiting = new Map<number, Waiting>()
  #child: ChildProcess | undefined
  #idle: NodeJS.Timeout | undefined
  #last = 0

  constructor(folder: string) {
    this.#folder = folder
  }

  ask<T>(order: Asked): Promise<T> {
    const id = ++this.#last
    clearTimeout(this.#idle)
    const child = (this.#child ??= this.#start())
    // Whoever waits for an answer keeps the process alive, an idle child does not.
    child.ref()
    child.channel?.ref()
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject })
      child.send({ ...order, id }, (error) => {
        if (error) this.#settle(id)?.reject(error)
      })
    })
  }

  end(): void {
    clearTimeout(this.#idle)
    this.#child?.disconnect()
    this.#child = undefined
  }

  #start(): ChildProcess {
    const child = fork(join(import.meta.dirname, 'read-child.ts'), {
      execArgv: [],
      serialization: 'advanced',
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    })
    child.on('message', (answer: ReadAnswer) => this.#heard(answer))
    child.on('error', (error) => this.#lost(child, error.message))
    child.on('close', (code, signal) => this.#lost(child, String(signal ?? code)))
    return child
  }

  #heard(answer: ReadAnswer): void {
    const waiting = this.#settle(answer.id)
    if ('found' in answer) waiting?.resolve(answer.found as never)
    else if ('fault' in answer) waiting?.reject(refusal(answer, this.#folder))
    else waiting?.reject(new Error(answer.error))
  }

  #settle(id: number): Waiting | undefined {
    const waiting = this.#waiting.get(id)
    this.#waiting.delete(id)
    if (this.#waiting.size === 0) this.#rest()
    return waiting
  }

  #rest(): void {
    this.#child?.unref()
    this.#child?.channel?.unref()
    this.#idle = setTimeout(() => this.end(), idleMs).unref()
  }

  #lost(child: ChildProcess, reason: string): void {
    if (this.#child !== child) return
    this.#child = undefined
    clearTimeout(this.#idle)
    for (const { reject } of this.#waiting.values())
      reject(new Error(`the archive's reader ended: ${reason}`))
    this.#waiting.clear()
  }
}

function refusal({ fault, file }: { fault: FileFault; file: string }, folder: string): DomainError {
  return new DomainError(fault === 'gone' ? 'archive-file-gone' : 'archive-file-damaged', { file, folder })
}
