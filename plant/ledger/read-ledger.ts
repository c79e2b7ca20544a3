/** Reads ledgers, also while they are written and after a kill. */
import { createReadStream, readdirSync, statSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { parseRow } from './ledger-format.ts'
import type { LedgerRow } from './ledger-format.ts'

export interface LedgerFile {
  number: number
  path: string
  bytes: number
}

/** Of a ledger's folder, oldest first. */
export function ledgerFiles(folder: string): LedgerFile[] {
  return readdirSync(folder)
    .flatMap((name) => {
      const found = /^ledger-(\d{6})\.tsv$/.exec(name)
      const path = join(folder, name)
      return found ? [{ number: Number(found[1]), path, bytes: statSync(path).size }] : []
    })
    .sort((a, b) => a.number - b.number)
}

/** All rows that were written to their end, in order. */
export async function* readLedger(folder: string): AsyncGenerator<LedgerRow> {
  for await (const line of ledgerLines(folder)) yield parseRow(line)
}

/** The same at once, for tests. */
export async function ledgerRows(folder: string): Promise<LedgerRow[]> {
  const rows: LedgerRow[] = []
  for await (const row of readLedger(folder)) rows.push(row)
  return rows
}

/** The same as lines, without their end: what COPY takes. */
export async function* ledgerLines(folder: string): AsyncGenerator<string> {
  for (const { path } of ledgerFiles(folder)) {
    let rest = ''
    for await (const chunk of createReadStream(path, { encoding: 'utf8', highWaterMark: 2 ** 20 })) {
      const lines = (rest + String(chunk)).split('\n')
      rest = lines.pop() ?? ''
      yield* lines
    }
  }
}

const tailBytes = 1_048_576

/** The newest whole rows, at most a few thousand of one file. */
export async function lastRows(folder: string): Promise<LedgerRow[]> {
  for (const { path, bytes } of ledgerFiles(folder).toReversed()) {
    const length = Math.min(bytes, tailBytes)
    const file = await open(path, 'r')
    const { buffer } = await file.read(Buffer.alloc(length), 0, length, bytes - length)
    await file.close()
    const lines = buffer.toString('utf8').split('\n').slice(0, -1)
    // Unless the file begins there the first one is cut.
    const rows = (length === bytes ? lines : lines.slice(1)).map(parseRow)
    if (rows.length > 0) return rows
  }
  return []
}
