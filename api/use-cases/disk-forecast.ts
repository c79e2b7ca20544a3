/** When the disk will be full, from how the store, the database, the archive, backups and logs have grown of late. */
import { readFile, readdir, rename, stat, statfs, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { unlessAbsent } from '#datasets/object-files.ts'
import type { App } from '../app.ts'
import { countKeptSamples, keptSamplesSchema } from './kept-samples.ts'

const bytes = z.number().nonnegative()
const partsSchema = z.strictObject({
  store: bytes,
  database: bytes,
  archive: bytes.default(0),
  backups: bytes,
  logs: bytes,
})
const sampleSchema = z.strictObject({
  at: z.iso.datetime(),
  free: bytes,
  parts: partsSchema,
  kept: keptSamplesSchema.nullable().default(null),
})
export type DiskSample = z.infer<typeof sampleSchema>

export const diskForecastSchema = z.strictObject({
  state: z.enum(['ok', 'warning', 'problem']),
  free: bytes,
  total: bytes,
  /** When parts were last measured; null: not yet. */
  measuredAt: z.iso.datetime().nullable(),
  parts: partsSchema.nullable(),
  /** Samples of machines, and what they take; null: not known yet. */
  kept: keptSamplesSchema.nullable(),
  /** Bytes a day; null: not known yet. Negative where there is more room each day. */
  growthPerDay: z.number().nullable(),
  /** Null: not known yet, or not in sight. */
  daysLeft: z.number().nonnegative().nullable(),
})
export type DiskForecast = z.infer<typeof diskForecastSchema>

const dayMs = 86_400_000
const gibibyte = 2 ** 30
const lookBackMs = 7 * dayMs
/** Less says nothing about a day. */
const leastSpanMs = dayMs / 4
const keptMs = 30 * dayMs
/** A disk that lasts for years is not in sight. */
const horizonDays = 3_650

/** Measures all parts, and keeps what was found for a month. */
export async function sampleDisk(app: Pick<App, 'dataDir' | 'pool' | 'store'>): Promise<DiskSample> {
  const { rows } = await app.pool.query<{ bytes: string }>(
    'select pg_database_size(current_database()) as bytes',
  )
  const kept = await countKeptSamples(app.pool)
  let store = 0
  for await (const object of app.store.list()) store += object.bytes
  const parts = {
    store,
    database: Number(rows[0].bytes),
    archive: kept.archived.bytes,
    backups: await sizeOf(join(app.dataDir, 'backups')),
    logs: await sizeOf(join(app.dataDir, 'logs')),
  }
  const sample = { at: new Date().toISOString(), free: (await room(app.dataDir)).free, parts, kept }
  const recent = (await readSamples(app.dataDir)).filter(({ at }) => Date.now() - Date.parse(at) < keptMs)
  const file = samplesFile(app.dataDir)
  await writeFile(`${file}.new`, [...recent, sample].map((one) => `${JSON.stringify(one)}\n`).join(''), {
    mode: 0o600,
  })
  await rename(`${file}.new`, file)
  return sample
}

/** Room now, and how long it lasts. */
export async function readDiskForecast(dataDir: string): Promise<DiskForecast> {
  return forecastFrom(await readSamples(dataDir), await room(dataDir))
}

/** Samples in order of time; `room` is that of now. */
export function forecastFrom(
  samples: DiskSample[],
  { free, total }: { free: number; total: number },
): DiskForecast {
  const newest = samples.at(-1)
  const growthPerDay = newest ? growthOf(samples, Date.parse(newest.at)) : null
  const days = growthPerDay !== null && growthPerDay > 0 ? free / growthPerDay : null
  const daysLeft = days !== null && days < horizonDays ? days : null
  return {
    state: stateOf(free, daysLeft),
    ...{ free, total, growthPerDay, daysLeft },
    measuredAt: newest?.at ?? null,
    parts: newest?.parts ?? null,
    kept: newest?.kept ?? null,
  }
}

function stateOf(free: number, daysLeft: number | null): DiskForecast['state'] {
  if (free < gibibyte || (daysLeft !== null && daysLeft < 7)) return 'problem'
  return free < 5 * gibibyte || (daysLeft !== null && daysLeft < 30) ? 'warning' : 'ok'
}

/** Slope of the straight line through the last days (least squares): one large day does not decide alone. */
function growthOf(samples: DiskSample[], nowMs: number): number | null {
  const recent = samples
    .map(({ at, parts }) => ({ x: (Date.parse(at) - nowMs) / dayMs, y: sum(parts) }))
    .filter(({ x }) => x * dayMs >= -lookBackMs)
  if (recent.length < 3 || -recent[0].x * dayMs < leastSpanMs) return null
  const mean = (of: (point: { x: number; y: number }) => number) =>
    recent.reduce((total, point) => total + of(point), 0) / recent.length
  const [x, y] = [mean((point) => point.x), mean((point) => point.y)]
  return mean((point) => (point.x - x) * (point.y - y)) / mean((point) => (point.x - x) ** 2)
}

function sum({ store, database, archive, backups, logs }: DiskSample['parts']): number {
  return store + database + archive + backups + logs
}

async function readSamples(dataDir: string): Promise<DiskSample[]> {
  const text = (await unlessAbsent(readFile(samplesFile(dataDir), 'utf8'))) ?? ''
  return text.split('\n').flatMap((line) => {
    const parsed = line === '' ? undefined : sampleSchema.safeParse(parseOrNothing(line))
    return parsed?.success ? [parsed.data] : []
  })
}

/** A file that someone has edited costs its own lines only. */
function parseOrNothing(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

async function room(dataDir: string): Promise<{ free: number; total: number }> {
  const { bavail, blocks, bsize } = await statfs(dataDir)
  return { free: bavail * bsize, total: blocks * bsize }
}

async function sizeOf(folder: string): Promise<number> {
  const names = (await unlessAbsent(readdir(folder))) ?? []
  const sizes = await Promise.all(names.map((name) => unlessAbsent(stat(join(folder, name)))))
  return sizes.reduce((total, found) => total + (found?.size ?? 0), 0)
}

function samplesFile(dataDir: string): string {
  return join(dataDir, 'disk-samples.jsonl')
}
