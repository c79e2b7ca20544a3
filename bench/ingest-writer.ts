import { randomUUID } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { SampleBatchBuilder } from '#adapters/sample-batch.ts'
import type { SampleBatch } from '#adapters/sample-batch.ts'
import { cacheDirectory } from '#config/directories.ts'
import { copyBytes } from '#datasets/ingest/copy-bytes.ts'
import { IngestWriter } from '#datasets/ingest/ingest-writer.ts'
import { TagDirectory } from '#datasets/ingest/tag-directory.ts'
import { migrate } from '#prisma/migrate.ts'
import { exec } from '#runtime/exec.ts'
import { findFreePorts } from '#runtime/ports.ts'
import { startPostgres } from '#runtime/postgres.ts'
import { providePostgresPrograms } from '#runtime/postgres-programs.ts'
import { makeServicesFolder } from '#test/fixtures/services-folder.ts'
import { compare, wallMs } from './figure.ts'
import type { Benchmark, Outcome } from './figure.ts'

const [rows, batchRows, tags, times] = [200_000, 10_000, 100, 3]
const connectionId = randomUUID()

const reason =
  'The server was busy with other work, or its disk was: each of our batches is a commit of its own, psql has one.'

export const ingestWriter: Benchmark = {
  name: 'ingest-writer',
  title: 'Samples into the historian, beside psql',
  about: `${rows} samples of ${tags} tags, numbers, into an empty table of a private server with its usual settings, by
one connection. The peer is \`psql\` with one \`\\copy ... (format binary)\` of a file that is there already. EcoKI judges
and encodes batches of ${batchRows} and commits each of them. New: none of the samples is there. One repeated: each
batch holds one sample that is there, so that all go the way that looks for duplicates. All repeated: every sample is
there already. One warm-up, then ${times} rounds in turns.`,
  async run(say): Promise<Outcome> {
    const folder = await makeServicesFolder()
    const binDir = await providePostgresPrograms(cacheDirectory(), say)
    const [port] = await findFreePorts(1)
    const [dataDir, logFile] = [folder.path('postgres'), folder.path('log')]
    const server = await startPostgres({ binDir, port, dataDir, logFile, password: 'bench' })
    folder.remember([server.process])
    const pool = new pg.Pool({ connectionString: server.databaseUrl })
    try {
      await migrate(server.databaseUrl)
      const file = folder.path('samples.bin')
      const { batches, sql } = await prepare(pool, file)
      const psql = `${sql.replace('from stdin', `from '${file}'`).replace(/^copy/, '\\copy')}`
      const peer = () => exec(join(binDir, 'psql'), [server.databaseUrl, '-q', '-c', psql], { cwd: '/' })
      return outcomeOf(await measure(pool, { batches, peer, say }))
    } finally {
      await pool.end()
      await server.stop()
      folder.remove()
    }
  },
}

/** The tags, the batches, and the file for psql. */
async function prepare(pool: pg.Pool, file: string): Promise<{ batches: SampleBatch[]; sql: string }> {
  const project = randomUUID()
  await pool.query('insert into project (id, name) values ($1, $2)', [project, project])
  const { rows: made } = await pool.query<{ id: number }>(
    `insert into tag (project_id, name, value_type)
     select $1, 'tag ' || n, 'number' from generate_series(1, ${tags}) n returning id`,
    [project],
  )
  const batches = Array.from({ length: rows / batchRows }, (_, at) => batchOf(made[0].id, at))
  const known = await new TagDirectory().load(pool, new Set(made.map(({ id }) => id)))
  const { sql, bytes } = copyBytes(
    batches.map((batch) => ({ connectionId, batch })),
    known,
  )
  writeFileSync(file, bytes)
  return { batches, sql }
}

const startUs = Date.UTC(2026, 0, 5) * 1_000

function batchOf(firstTag: number, index: number): SampleBatch {
  const builder = new SampleBatchBuilder(batchRows)
  for (let row = 0; row < batchRows; row++) {
    const moment = Math.floor((index * batchRows + row) / tags)
    builder.addNumber(firstTag + (row % tags), startUs + moment * 100_000, Math.sin(moment) * row)
  }
  return builder.take(startUs + index)
}

interface Scene {
  batches: SampleBatch[]
  peer: () => Promise<unknown>
  say(text: string): void
}

type Times = Record<'peer' | 'fresh' | 'beside' | 'again', number[]>

async function measure(pool: pg.Pool, { batches, peer, say }: Scene): Promise<Times> {
  const all: Times = { peer: [], fresh: [], beside: [], again: [] }
  const write = async () => {
    const writer = new IngestWriter(pool)
    for (const batch of batches)
      await writer.write({ samples: [{ connectionId, batch }], refused: [], gaps: [] })
  }
  for (let round = 0; round <= times; round++) {
    const one = {
      peer: await onEmpty(pool, peer),
      fresh: await onEmpty(pool, write),
      again: await wallMs(write),
      beside: await onEmpty(pool, write, batches),
    }
    say(Object.entries(one).map(([name, ms]) => `${name} ${Math.round(rows / ms)}k/s`).join(', ')) // prettier-ignore
    if (round > 0) for (const name of ['peer', 'fresh', 'again', 'beside'] as const) all[name].push(one[name])
  }
  return all
}

/** With the first sample of each of the batches there already. */
async function onEmpty(
  pool: pg.Pool,
  work: () => Promise<unknown>,
  seeds: SampleBatch[] = [],
): Promise<number> {
  await pool.query('truncate sample')
  for (const { keys, timesUs, numbers } of seeds)
    await pool.query(
      `insert into sample (project_id, tag_id, time_us, number) select project_id, id, $2, $3 from tag where id = $1`,
      [keys[0], timesUs[0], numbers[0]],
    )
  await pool.query('checkpoint')
  return wallMs(work)
}

function outcomeOf({ peer, fresh, beside, again }: Times): Outcome {
  const limit = (ratio: number) => ({ ratio, text: `<= ${ratio}`, reason })
  return {
    figures: [
      compare({ what: 'new, by COPY', limit: limit(1.25) }, fresh, peer),
      compare({ what: 'one in each batch repeated', limit: limit(2.5) }, beside, peer),
      compare({ what: 'all repeated' }, again, peer),
    ],
    remarks: [],
  }
}
