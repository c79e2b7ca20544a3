/** Takes cold samples into the archive while the process runs. */
import { fork } from 'node:child_process'
import { existsSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { RoundOrder, RoundResult } from './archive-round.ts'
import type { HotRule } from './cold-chunks.ts'

/** How long samples stay in the table: so many days; as long as the disk has room for them; for ever. */
export type HotDays = number | 'auto' | 'off'

export interface KeepArchivedOptions {
  databaseUrl: string
  folder: string
  /** Whose disk decides where hot days are 'auto'; a database that is not in it is left alone then. */
  dataDir: string
  hotDays: HotDays
  /** Told of each round in which something was done. */
  onRound(result: RoundResult): void
  /** Told of each failure; it is tried again. */
  onError(error: unknown): void
}

const firstMs = 60_000
const intervalMs = 6 * 3_600_000
/** What a file has at most: so much fits into memory while it is written. */
export const maxFileSamples = 4_000_000
/** Share of the disk that the historian's table may have. */
const hotShare = 0.3

/** The function it returns ends it; a round under way is broken off, which harms nothing. */
export function keepArchived(options: KeepArchivedOptions): () => Promise<void> {
  const ending = new AbortController()
  const ended = options.hotDays === 'off' ? Promise.resolve() : loop(options, ending.signal)
  return async () => {
    ending.abort()
    await ended
  }
}

async function loop(options: KeepArchivedOptions, signal: AbortSignal): Promise<void> {
  await pause(firstMs, signal)
  while (!signal.aborted) {
    try {
      const order = await orderOf(options)
      const result = order && (await archiveOnce({ ...order, signal }))
      if (result && result.archived + result.left > 0) options.onRound(result)
      for (const failure of result?.failures ?? []) options.onError(failure)
    } catch (error) {
      options.onError(error)
    }
    await pause(intervalMs, signal)
  }
}

async function orderOf(options: KeepArchivedOptions): Promise<RoundOrder | undefined> {
  const { databaseUrl, folder } = options
  const rule = await ruleOf(options)
  return rule && { databaseUrl, folder, rule, nowUs: Date.now() * 1_000, maxSamples: maxFileSamples }
}

async function ruleOf({ dataDir, hotDays }: KeepArchivedOptions): Promise<HotRule | undefined> {
  if (typeof hotDays === 'number') return { days: hotDays }
  // Nothing is known of the disk of another machine.
  return existsSync(join(dataDir, 'postgres')) ? { bytes: await hotBytes(dataDir) } : undefined
}

/** How much the table may have on the disk of a folder. */
export async function hotBytes(folder: string): Promise<number> {
  const { blocks, bsize } = await statfs(folder)
  return blocks * bsize * hotShare
}

/** One round in a process of its own, for native code has part in it. Undefined: it was broken off by the signal. */
export async function archiveOnce({
  signal,
  ...order
}: RoundOrder & { signal: AbortSignal }): Promise<RoundResult | undefined> {
  const child = fork(join(import.meta.dirname, 'archive-round.ts'), {
    execArgv: [],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const stop = () => void child.kill('SIGKILL')
  signal.addEventListener('abort', stop, { once: true })
  let answer: { result?: RoundResult; error?: string } = {}
  child.on('message', (message) => (answer = message as typeof answer))
  child.send(order, () => undefined)
  const reason = await new Promise<string>((resolve) => {
    child.on('error', (error) => resolve(error.message))
    child.on('close', (code, killed) => resolve(String(killed ?? code)))
  })
  signal.removeEventListener('abort', stop)
  if (answer.result) return answer.result
  if (signal.aborted) return undefined
  throw new Error(answer.error ?? `archiving ended: ${reason}`)
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal, ref: false }).catch(() => undefined)
}
