/** DuckDB inside this process: one connection, gone after its use, stopped by the signal. Only blocks in child processes may load it. */
import { mkdir } from 'node:fs/promises'
import { DuckDBInstance } from '@duckdb/node-api'
import type { DuckDBConnection } from '@duckdb/node-api'

export type DuckDb = DuckDBConnection

export interface DuckDbOptions {
  signal: AbortSignal
  /** A path in the attempt's scratch folder, for what does not fit into memory. */
  scratchPath: string
}

/** Nothing is loaded from anywhere; two threads, because the machine belongs to others too. */
const settings = {
  threads: '2',
  memory_limit: '1GB',
  autoinstall_known_extensions: 'false',
  autoload_known_extensions: 'false',
}

/** Runs `use` with a connection. An abort interrupts the statement under way (under 50 ms); the signal's reason is thrown. */
export async function withDuckDb<T>(options: DuckDbOptions, use: (db: DuckDb) => Promise<T>): Promise<T> {
  options.signal.throwIfAborted()
  await mkdir(options.scratchPath, { recursive: true })
  const instance = await DuckDBInstance.create(':memory:', {
    ...settings,
    temp_directory: options.scratchPath,
  })
  const db = await instance.connect()
  // An interrupt between two statements is lost, so it is repeated until the use has ended.
  let repeat: NodeJS.Timeout | undefined
  const interrupt = () => {
    db.interrupt()
    repeat = setInterval(() => db.interrupt(), 50)
  }
  options.signal.addEventListener('abort', interrupt, { once: true })
  if (options.signal.aborted) interrupt()
  try {
    return await use(db)
  } catch (error) {
    options.signal.throwIfAborted()
    throw error
  } finally {
    options.signal.removeEventListener('abort', interrupt)
    clearInterval(repeat)
    db.closeSync()
    instance.closeSync()
  }
}

/** An identifier as SQL. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

/** A text as SQL. */
export function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}
