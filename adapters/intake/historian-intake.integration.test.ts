import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { cacheDirectory, checkoutDirectory } from '#config/directories.ts'
import { environmentForChild } from '#config/environment.ts'
import { migrate } from '#prisma/migrate.ts'
import { findFreePorts } from '#runtime/ports.ts'
import { startPostgres } from '#runtime/postgres.ts'
import type { RunningPostgres } from '#runtime/postgres.ts'
import { providePostgresPrograms } from '#runtime/postgres-programs.ts'
import { FailingDisk } from '#test/fixtures/failing-disk.ts'
import { tallySamples } from '#test/fixtures/intake-ledger.ts'
import { killOwn } from '#test/fixtures/own-processes.ts'
import { makeServicesFolder } from '#test/fixtures/services-folder.ts'
import type { ServicesFolder } from '#test/fixtures/services-folder.ts'
import { SampleBatchBuilder } from '../sample-batch.ts'
import { HistorianIntake } from './historian-intake.ts'

const [tags, perSecond] = [20, 2_000]
let folder: ServicesFolder
let server: RunningPostgres
let start: () => Promise<void>
let firstTag = 0

beforeAll(async () => {
  folder = await makeServicesFolder()
  const binDir = await providePostgresPrograms(cacheDirectory(), () => undefined)
  const [port] = await findFreePorts(1)
  const options = {
    binDir,
    port,
    dataDir: folder.path('postgres'),
    logFile: folder.path('log'),
    password: 'test',
  }
  start = async () => {
    server = await startPostgres(options)
    folder.remember([server.process])
  }
  await start()
  await migrate(server.databaseUrl)
  await query(`insert into project (id, name) values ('00000000-0000-4000-8000-000000000009', 'plant')`)
  const made = await query<{ id: number }>(
    `insert into tag (project_id, name, value_type)
     select '00000000-0000-4000-8000-000000000009', 'tag ' || n, 'number' from generate_series(1, ${tags}) n
     returning id`,
  )
  firstTag = Math.min(...made.map(({ id }) => id))
})
afterAll(async () => {
  await server.stop()
  folder.remove()
})

async function query<T extends pg.QueryResultRow>(sql: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: server.databaseUrl })
  client.on('error', () => undefined) // the query says it
  await client.connect()
  try {
    return (await client.query<T>(sql)).rows
  } finally {
    await client.end()
  }
}

/** Stops the server as an operator, or a crash of its host, would. */
async function stopServer(signal: 'SIGINT' | 'SIGQUIT' | 'SIGKILL', ms: number): Promise<void> {
  const ended = once(server.process, 'exit')
  server.process.kill(signal)
  await ended
  await sleep(ms)
}

class Sender {
  /** Moments that were accepted, over all lives. */
  readonly accepted: number[] = []
  #child: ChildProcess | undefined

  async start(): Promise<void> {
    // A source sends again what was not acknowledged.
    const first = this.accepted.reduce((a, b) => Math.max(a, b), 0) - 20
    const numbers = [firstTag, tags, Math.max(1, first), perSecond].map(String)
    const child = fork(
      join(checkoutDirectory, 'test/fixtures/intake-child.ts'),
      [server.databaseUrl, folder.path('spool'), ...numbers],
      { execArgv: [], env: environmentForChild({}), stdio: ['ignore', 'pipe', 'inherit', 'ipc'] },
    )
    let text = ''
    child.stdout!.setEncoding('utf8').on('data', (piece: string) => {
      const lines = (text + piece).split('\n')
      text = lines.pop() ?? ''
      this.accepted.push(...lines.map(Number))
    })
    this.#child = child
    await once(child, 'message')
  }

  async kill(): Promise<void> {
    await killOwn(this.#child)
  }

  async end(): Promise<void> {
    const closed = once(this.#child!, 'close')
    this.#child!.send('end')
    expect((await closed)[0]).toBe(0)
  }
}

it(
  'loses, doubles and changes nothing when the database and the host die at any time',
  { timeout: 180_000 },
  async () => {
    const sender = new Sender()
    try {
      await sender.start()
      for (let time = 0; time < 10; time++) {
        await query(`select pg_terminate_backend(pid) from pg_stat_activity where query like 'copy%'`)
        await sleep(100)
      }
      await stopServer('SIGINT', 1_500)
      const before = sender.accepted.length
      await start()
      await sleep(700)
      expect(sender.accepted.length).toBeGreaterThan(before)
      await stopServer('SIGQUIT', 800)
      await sender.kill()
      await sender.start()
      await sleep(1_000)
      await start()
      await sleep(150) // in the middle of catching up
      await sender.kill()
      await sender.start()
      await sleep(500)
      await stopServer('SIGKILL', 300)
      await start()
      await sleep(500)
      await sender.end()
    } finally {
      await sender.kill()
    }
    const client = new pg.Client({ connectionString: server.databaseUrl })
    await client.connect()
    const tally = await tallySamples(client, { moments: sender.accepted, firstTag, tags })
    await client.end()
    expect(tally).toMatchObject({ lost: 0, dup: 0, wrong: 0 })
    expect(tally.accepted).toBeGreaterThan(4_000)
  },
)

it('brings gaps, quarantine and what the disk has damaged to the historian once it is there', async () => {
  const disk = new FailingDisk(Math.random)
  const connectionId = randomUUID()
  const open = (databaseUrl: string) =>
    HistorianIntake.open({ databaseUrl, spool: disk.files, maxSpoolBytes: 1e6 })
  const one = (value: number) => {
    const builder = new SampleBatchBuilder()
    builder.addNumber(firstTag, 5_000_000 + value, value)
    return builder.take(Date.now() * 1_000)
  }
  const away = await open('postgres://nobody:nothing@127.0.0.1:1/nowhere')
  await away.acceptGap(
    { keys: [firstTag, firstTag + 1], fromUs: 5, toUs: 9, cause: 'source-restarted', count: 3 },
    connectionId,
  )
  await away.acceptGap({ keys: [], fromUs: 5, toUs: 9, cause: 'host-down' }, connectionId)
  await away.acceptQuarantine(one(1), connectionId, 'time-out-of-range')
  for (const value of [2, 3, 4]) await away.accept(one(value), connectionId)
  await away.close()
  const [segment] = (await disk.files.list()).filter(({ name }) => name.endsWith('.segment'))
  const content = Buffer.from(await disk.files.read(segment.name))
  disk.flipBit(segment.name, 8 * (content.lastIndexOf('SpRc') - 20)) // in the last record but one
  const intake = await open(server.databaseUrl)
  while (intake.state().historian === 'away' || intake.state().spool.samples > 0) await sleep(20)
  await intake.close()
  const gaps = await query(
    `select tag_id, cause, count from gap where connection_id = '${connectionId}' order by tag_id`,
  )
  expect(gaps).toEqual([
    { tag_id: firstTag, cause: 'source-restarted', count: '3' },
    { tag_id: firstTag + 1, cause: 'source-restarted', count: '3' },
    { tag_id: null, cause: 'host-down', count: null },
  ])
  expect(await query(`select tag_id, cause, count from gap where cause = 'spool-damaged'`)).toEqual([
    { tag_id: null, cause: 'spool-damaged', count: '1' },
  ])
  expect(await query(`select value, cause from quarantine where connection_id = '${connectionId}'`)).toEqual([
    { value: '1', cause: 'time-out-of-range' },
  ])
  const stored = await query(
    `select number from sample where time_us between 5000000 and 5000009 order by time_us`,
  )
  expect(stored).toEqual([{ number: 2 }, { number: 4 }])
})
