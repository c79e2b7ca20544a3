import { randomUUID } from 'node:crypto'
import { createWriteStream, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { FromHost, HostOrder, HostSettings } from '#activities/host-messages.ts'
import { spawnChild } from '#activities/spawn-hosts.ts'
import type { ReadCsvConfig } from '#blocks/read-csv/config.ts'
import { readCsv } from '#blocks/read-csv/spec.ts'
import { FolderStore } from '#datasets/folder-store.ts'
import { startProduct } from '#test/fixtures/product.ts'
import { goalOf } from './figure.ts'
import type { Benchmark, Figure, Outcome } from './figure.ts'

const fileBytes = 1e9
const limitMb = 500
const names = ['time', 'a', 'b', 'c', 'd', 'e', 'f', 'g']

export const readCsvMemory: Benchmark = {
  name: 'read-csv-memory',
  title: 'Memory that reading CSV takes',
  about: `A file of 1 GB with eight columns: a time and seven numbers with three decimals. Child processes as the worker
starts them, a fresh one for each order, with a store in a folder and a database for the references: one inspects the
file; one reads it and stores all columns; one does so again where the columns are stored already; one reads it with
every thousandth row out of order, to be sorted. The most that each had resident at once (VmHWM).`,
  async run(say) {
    const folder = await mkdtemp(join(tmpdir(), 'ecoki-bench-'))
    const product = await startProduct()
    try {
      const { databaseUrl } = product.instance()
      return await measure(
        {
          databaseUrl,
          storeDir: join(folder, 'store'),
          scratchDir: folder,
          archiveDir: join(folder, 'archive'),
        },
        say,
      )
    } finally {
      await product.end()
      await product.remove()
      await rm(folder, { recursive: true, force: true })
    }
  },
}

async function measure(settings: HostSettings, say: (text: string) => void): Promise<Outcome> {
  const figures: Figure[] = []
  const remarks: string[] = []
  const take = async (what: string, order: HostOrder) => {
    const { answer, peakMb, seconds } = await obey(settings, order)
    const reason = 'See the columns that wait on disk in blocks/read-csv.'
    figures.push({ what, unit: 'MB', ours: peakMb, goal: goalOf(`< ${limitMb}`, peakMb < limitMb, reason) })
    say(`${what}: ${Math.round(peakMb)} MB, ${seconds.toFixed(1)} s`)
    remarks.push(`${what}: ${seconds.toFixed(1)} s.`)
    return answer
  }
  const ordered = await inspected(settings, 0, (order) => take('inspect', order))
  await take('run and store', runOrder(ordered))
  await take('run and store what is there', runOrder(ordered))
  const unordered = await inspected(settings, 1_000, (order) => take('inspect, unordered', order))
  await take('run, sort and store', runOrder(unordered))
  return { figures, remarks }
}

/** The config of a made file in the store, after its inspection. */
async function inspected(
  { storeDir, scratchDir }: HostSettings,
  everyRowBack: number,
  take: (order: HostOrder) => Promise<FromHost>,
): Promise<ReadCsvConfig> {
  const path = join(scratchDir, 'made.csv')
  await pipeline(Readable.from(lines(everyRowBack)), createWriteStream(path))
  const { hash, bytes } = await new FolderStore(storeDir).putFile({ path })
  await rm(path)
  const file = { hash, bytes, name: 'made.csv', mime: 'text/csv' }
  const config = readCsv.config.parse({ file, timeStepsBack: everyRowBack > 0 ? 'sort' : undefined })
  const answer = await take({ kind: 'inspect', ...common(), config })
  if (answer.type !== 'inspected') throw new Error(answer.type)
  return answer.config as ReadCsvConfig
}

function* lines(everyRowBack: number): Generator<string> {
  yield `${names.join(',')}\n`
  for (let row = 0, written = 0; written < fileBytes;) {
    let text = ''
    for (const end = row + 1_000; row < end; row++) {
      const minute = everyRowBack > 0 && row % everyRowBack === everyRowBack - 1 ? row - 2 : row
      const values = names.slice(1).map((_, at) => (((row * (at + 7)) % 99_991) / 16).toFixed(3))
      text += `${new Date(1.5e12 + minute * 60_000).toISOString().slice(0, 19)},${values.join(',')}\n`
    }
    written += text.length
    yield text
  }
}

function common() {
  return { key: 'read-csv@1', projectId: randomUUID(), heartbeatMs: 60_000 }
}

function runOrder(config: ReadCsvConfig): HostOrder {
  const outputs = readCsv.outputs({}, config).outputs ?? {}
  return { kind: 'run', ...common(), runId: randomUUID(), node: 'read', config, inputs: {}, outputs, seed: 1 }
}

async function obey(settings: HostSettings, order: HostOrder) {
  const before = childProcesses()
  const host = await spawnChild(settings, 8_000)
  try {
    const pid = childProcesses().find((child) => !before.includes(child))
    const begin = performance.now()
    const answer = await new Promise<FromHost>((resolve, reject) => {
      host.onGone((reason) => reject(new Error(reason)))
      host.onMessage((message) => {
        if (message.type === 'failed') reject(new Error(JSON.stringify(message.failure)))
        else if (message.type === 'done' || message.type === 'inspected') resolve(message)
      })
      host.send({ type: 'order', order })
    })
    return { answer, peakMb: peakMbOf(pid), seconds: (performance.now() - begin) / 1_000 }
  } finally {
    host.kill('it was measured')
  }
}

function childProcesses(): string[] {
  return readFileSync(`/proc/self/task/${process.pid}/children`, 'utf8').trim().split(' ')
}

function peakMbOf(pid: string | undefined): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  return (Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1]) * 1024) / 1e6
}
