/**
 * Peak memory of read-csv: `node bench/read-csv-memory.ts [MB] [COLUMNS]` makes a file of about MB (default 300),
 * lets a process of its own inspect it and another read the first COLUMNS columns (default all 8), and prints both
 * peaks (resident, in MB) as one JSON line.
 */
import { execFile } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'
import type { BlockCall, BlockData } from '#blocks/block.ts'
import { inspect, run } from '#blocks/read-csv/run.ts'
import type { ReadCsvConfig } from '#blocks/read-csv/config.ts'
import { readCsv } from '#blocks/read-csv/spec.ts'

const names = ['time', 'a', 'b', 'c', 'd', 'e', 'f', 'g']
const { signal } = new AbortController()

function* lines(bytes: number): Generator<string> {
  yield `${names.join(',')}\n`
  for (let row = 0, written = 0; written < bytes;) {
    let text = ''
    for (const end = row + 1_000; row < end; row++) {
      const values = names.slice(1).map((_, at) => (((row * (at + 7)) % 99_991) / 16).toFixed(3))
      text += `${new Date(1.5e12 + row * 60_000).toISOString().slice(0, 19)},${values.join(',')}\n`
    }
    written += text.length
    yield text
  }
}

function dataOf(path: string): BlockData {
  const refuse = () => Promise.reject(new Error('not needed here'))
  const rest = { writeFile: refuse, readHistorian: refuse, writeHistorian: refuse }
  return { ...rest, localPath: () => Promise.resolve(path), scratchPath: (name) => join(tmpdir(), name) }
}

async function inspectFile(path: string, columns: number, frozen: string): Promise<void> {
  const file = { hash: '0'.repeat(64), bytes: 0, name: 'made.csv', mime: 'text/csv' }
  const dropped = names.slice(columns).map((source) => ({ source, drop: true }))
  const config = readCsv.config.parse({ file, columns: dropped })
  await writeFile(frozen, JSON.stringify(await inspect(config, dataOf(path), signal)))
}

async function readFrozen(path: string, frozen: string): Promise<number> {
  const config = JSON.parse(await readFile(frozen, 'utf8')) as ReadCsvConfig
  const window = { fromUs: -Infinity, toUs: Infinity }
  const ctx = { window, seed: 1, signal, progress: () => undefined, log: () => undefined, data: dataOf(path) }
  const outputs = readCsv.outputs({}, config).outputs ?? {}
  const call: BlockCall<ReadCsvConfig> = { inputs: {}, config, outputs, ctx }
  const { table } = (await run(call)).outputs
  return table.type === 'table' ? table.table.rows : 0
}

async function measure(megabytes: number, columns: number): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'ecoki-bench-'))
  try {
    const [path, frozen] = [join(folder, 'made.csv'), join(folder, 'frozen.json')]
    await pipeline(Readable.from(lines(megabytes * 1e6)), createWriteStream(path))
    const child = async (mode: string) => {
      const args = [import.meta.filename, '--child', mode, path, String(columns), frozen]
      return JSON.parse((await promisify(execFile)(process.execPath, args)).stdout) as object
    }
    const fileMb = Math.round((await stat(path)).size / 1e6)
    console.log(JSON.stringify({ fileMb, columns, inspect: await child('inspect'), run: await child('run') }))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

if (process.argv[2] === '--child') {
  const [mode, path, columns, frozen] = process.argv.slice(3)
  const started = performance.now()
  const rows =
    mode === 'run' ? await readFrozen(path, frozen) : await inspectFile(path, Number(columns), frozen)
  const peakMb = Math.round(process.resourceUsage().maxRSS / 1024)
  console.log(JSON.stringify({ rows, peakMb, seconds: Math.round(performance.now() - started) / 1_000 }))
} else {
  await measure(Number(process.argv[2] ?? 300), Number(process.argv[3] ?? names.length))
}
