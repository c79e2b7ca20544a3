/** The process that reads archived files for another; it ends with it. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { withDuckDb } from '#blocks/duckdb/open.ts'
import type { DuckDb } from '#blocks/duckdb/open.ts'
import type { ReadAnswer, ReadOrder } from './archive-reader.ts'
import { FileChecks } from './check-files.ts'
import { newestTime, readParquet } from './parquet-read.ts'

const checks = new FileChecks()
const ending = new AbortController()
const ended = new Promise<void>((resolve) => ending.signal.addEventListener('abort', () => resolve()))
process.once('disconnect', () => ending.abort())
// Ctrl+C at a terminal reaches the whole group: who asked decides when this ends.
process.on('SIGINT', () => undefined)

const scratchPath = await mkdtemp(join(tmpdir(), 'ecoki-archive-'))
try {
  await withDuckDb({ signal: new AbortController().signal, scratchPath }, async (db) => {
    // One after the other, each with all there is.
    let turn = Promise.resolve()
    process.on('message', (order: ReadOrder) => (turn = turn.then(() => answer(db, order))))
    await ended
  })
} finally {
  await rm(scratchPath, { recursive: true, force: true })
}
process.exit(0)

async function answer(db: DuckDb, order: ReadOrder): Promise<void> {
  send(await find(db, order).catch((error: unknown) => ({ id: order.id, error: String(error) })))
}

async function find(db: DuckDb, order: ReadOrder): Promise<ReadAnswer> {
  const { id } = order
  const files = order.kind === 'rows' ? order.query.files : [order.query.file]
  for (const file of files) {
    const fault = await checks.check(file)
    if (fault) return { id, fault, file: basename(file.path) }
  }
  return {
    id,
    found: order.kind === 'rows' ? await readParquet(db, order.query) : await newestTime(db, order.query),
  }
}

function send(answer: ReadAnswer): void {
  if (process.connected) process.send?.(answer)
}
