/** Writes down what is about to be sent. Nothing leaves the plant before `commit` has resolved. */
import { mkdirSync, rmSync } from 'node:fs'
import { open } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import { formatRow, ledgerFileName } from './ledger-format.ts'
import type { LedgerRow } from './ledger-format.ts'
import { lastRows, ledgerFiles } from './read-ledger.ts'

export interface LedgerOptions {
  /** Older files are removed beyond this. 0: all are kept. */
  keepBytes: number
  /** A file is followed by the next one from this size. */
  fileBytes?: number
}

export class Ledger {
  readonly folder: string
  /** Newest source time of what an earlier process sent unasked, epoch ms; 0: none. */
  readonly sentUntilMs: number
  #options: Required<LedgerOptions>
  #seq: number
  #fileNumber: number
  #file: FileHandle
  #size = 0
  #pending: string[] = []
  #flush: Promise<void> | undefined
  #next: Promise<void> | undefined

  private constructor(
    folder: string,
    start: { rows: LedgerRow[]; fileNumber: number; file: FileHandle },
    options: LedgerOptions,
  ) {
    this.folder = folder
    this.#options = { fileBytes: 64 * 2 ** 20, ...options }
    this.#seq = start.rows.at(-1)?.seq ?? 0
    const unasked = start.rows.filter(({ channel }) => channel !== 'modbus')
    this.sentUntilMs = unasked.reduce((newest, { timeUs }) => Math.max(newest, timeUs / 1000), 0)
    this.#fileNumber = start.fileNumber
    this.#file = start.file
  }

  /** Each start begins a file: what a kill left behind at the end of the last one stays as it is. */
  static async open(folder: string, options: LedgerOptions): Promise<Ledger> {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const last = ledgerFiles(folder).at(-1)
    const fileNumber = (last?.number ?? 0) + 1
    const rows = await lastRows(folder)
    const file = await openFile(folder, fileNumber)
    return new Ledger(folder, { rows, fileNumber, file }, options)
  }

  /** The number of the newest row. */
  get seq(): number {
    return this.#seq
  }

  /** Takes a row for the next commit and returns its number. */
  add(row: Omit<LedgerRow, 'seq'>): number {
    this.#pending.push(formatRow({ ...row, seq: ++this.#seq }))
    return this.#seq
  }

  /** Resolves once all rows added so far are on the disk. Those who ask meanwhile share the next write. */
  commit(): Promise<void> {
    if (this.#pending.length === 0) return this.#flush ?? Promise.resolve()
    if (!this.#flush) return this.#begin()
    this.#next ??= this.#flush.then(() => this.#begin())
    return this.#next
  }

  async close(): Promise<void> {
    await this.commit()
    await this.#flush
    await this.#file.close()
  }

  #begin(): Promise<void> {
    this.#next = undefined
    const bytes = Buffer.from(this.#pending.join(''))
    this.#pending = []
    this.#flush = this.#write(bytes).finally(() => (this.#flush = undefined))
    return this.#flush
  }

  async #write(bytes: Buffer): Promise<void> {
    if (this.#size > 0 && this.#size + bytes.length > this.#options.fileBytes) await this.#roll()
    for (let at = 0; at < bytes.length;) at += (await this.#file.write(bytes, at)).bytesWritten
    await this.#file.datasync()
    this.#size += bytes.length
  }

  async #roll(): Promise<void> {
    await this.#file.close()
    this.#file = await openFile(this.folder, ++this.#fileNumber)
    this.#size = 0
    this.#forget()
  }

  #forget(): void {
    if (this.#options.keepBytes === 0) return
    let kept = 0
    for (const { path, bytes } of ledgerFiles(this.folder).toReversed()) {
      kept += bytes
      if (kept > this.#options.keepBytes) rmSync(path)
    }
  }
}

/** New, and known to the folder also after a power cut. */
async function openFile(folder: string, number: number): Promise<FileHandle> {
  const file = await open(join(folder, ledgerFileName(number)), 'ax', 0o600)
  const directory = await open(folder, 'r')
  await directory.sync()
  await directory.close()
  return file
}
