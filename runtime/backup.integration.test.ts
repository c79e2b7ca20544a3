/** Everything into a file while a run goes on, and out of it into an empty folder: nothing may be missing or different. */
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, expect, test } from 'vitest'
import { checkoutDirectory } from '#config/directories.ts'
import { archiveFolder } from '#datasets/archive/archive-folder.ts'
import { openArchive } from '#datasets/archive/archive-reader.ts'
import { archiveOnce } from '#datasets/archive/keep-archived.ts'
import { readHistorian, writeHistorian } from '#datasets/historian.ts'
import { rollUp } from '#datasets/rollups/roll-up.ts'
import type { ColumnData } from '#pipeline/table.ts'
import { runCli, startCli } from '#test/fixtures/cli.ts'
import { startProduct, waitFor } from '#test/fixtures/product.ts'
import type { TestProduct } from '#test/fixtures/product.ts'

const folder = mkdtempSync(join(realpathSync(tmpdir()), 'ecoki-backups-'))
chmodSync(folder, 0o711) // PostgreSQL may run under another account
const at = (name: string) => join(folder, name)
const example = join(checkoutDirectory, 'examples', 'compressed-air.json')
const passphrase = ['--passphrase-file', at('passphrase')]
const products: TestProduct[] = []
afterAll(async () => {
  for (const product of products) await product.remove()
  rmSync(folder, { recursive: true, force: true })
}, 120_000)

async function start(dataDir?: string): Promise<TestProduct> {
  const product = await startProduct({ dataDir })
  products.push(product)
  return product
}

interface Shown {
  run: string
  status: string
  outputs: unknown
  planHash: string
}

async function show(product: TestProduct, run: string): Promise<Shown> {
  return JSON.parse((await runCli(product.dataDir, 'show', run, '--json')).stdout) as Shown
}

async function runsOf(product: TestProduct): Promise<{ id: string; status: string }[]> {
  return JSON.parse((await runCli(product.dataDir, 'runs', '--json')).stdout) as {
    id: string
    status: string
  }[]
}

const begin = Date.UTC(2024, 0, 1) * 1_000
const values: ColumnData = { type: 'number', values: Float64Array.of(0.1, NaN, -0, 1e300) }

async function withDatabase<T>(
  product: TestProduct,
  work: (pool: pg.Pool, product: TestProduct) => Promise<T>,
): Promise<T> {
  const pool = new pg.Pool({ connectionString: product.instance().databaseUrl, max: 2 })
  try {
    return await work(pool, product)
  } finally {
    await pool.end()
  }
}

async function projectOf(pool: pg.Pool): Promise<string> {
  return (await pool.query<{ id: string }>('select id from project order by created_at limit 1')).rows[0].id
}

async function readSamples(pool: pg.Pool, { dataDir }: TestProduct) {
  const archive = openArchive(archiveFolder(dataDir))
  try {
    const query = { tags: ['old'], fromUs: begin, toUs: begin + 10e6 }
    return await readHistorian({ pool, archive }, await projectOf(pool), query)
  } finally {
    archive.close()
  }
}

/** Four samples that are in the archive and no longer in the database, and one that came late for the same time. */
function archiveSamples(product: TestProduct) {
  return withDatabase(product, async (pool) => {
    const project = await projectOf(pool)
    const times = Float64Array.from([1, 2, 3, 4], (second) => begin + second * 1e6)
    await writeHistorian(pool, project, [{ tag: 'old', times, values }])
    const order = {
      ...{ databaseUrl: product.instance().databaseUrl!, folder: archiveFolder(product.dataDir) },
      ...{ rule: { days: 100 }, nowUs: Date.now() * 1_000, maxSamples: 1_000 },
    }
    const { signal } = new AbortController()
    // What is not rolled up yet stays, and the host may be at it.
    await waitFor('the samples are archived', async () => {
      while (await rollUp(pool, { nowUs: order.nowUs }));
      const done = await archiveOnce({ ...order, signal })
      expect(done?.failures).toEqual([])
      return done!.archived > 0 && done!.left === 0
    })
    await writeHistorian(pool, project, [
      { tag: 'old', times: times.subarray(1, 2), values: { type: 'number', values: Float64Array.of(7) } },
    ])
    const left = await pool.query(
      "select number from sample where tag_id = (select id from tag where name = 'old')",
    )
    expect(left.rows).toEqual([{ number: 7 }])
    return readSamples(pool, product)
  })
}

/** What takes long on a slow machine says so. */
const progressOnly: unknown = expect.stringMatching(/^( {2}[a-z ]+\n)*$/)

test('a backup that was made beside a going run gives back all of it', { timeout: 600_000 }, async () => {
  writeFileSync(at('passphrase'), 'correct horse battery staple\n')
  const product = await start()
  const done = JSON.parse((await runCli(product.dataDir, 'run', example, '--json')).stdout) as Shown
  expect(done.status).toBe('done')

  const samples = await archiveSamples(product)

  // Nothing computes while the backup is made, so that the second run is under way for certain.
  process.kill(product.pidOf('worker'), 'SIGSTOP')
  const going = startCli(product.dataDir, ['run', example, '--fresh', '--json'])
  await waitFor('the second run is accepted', async () => (await runsOf(product)).length === 2)
  const backup = await runCli(product.dataDir, 'backup', at('all.ecoki'), ...passphrase)
  expect(backup).toMatchObject({ code: 0, stderr: progressOnly })
  process.kill(product.pidOf('worker'), 'SIGCONT')
  const second = JSON.parse((await going.result).stdout) as Shown
  expect(second.status).toBe('done')
  await refuses(product)
  await product.end()

  const restored = at('restored')
  await refusesDamage(restored)
  expect(await runCli(restored, 'restore', at('all.ecoki'), ...passphrase)).toMatchObject({
    code: 0,
    stderr: progressOnly,
  })
  const before = objectsOf(product.dataDir)
  for (const [name, bytes] of objectsOf(restored)) expect(bytes.equals(before.get(name)!), name).toBe(true)
  const other = await start(restored)
  expect(await withDatabase(other, readSamples)).toEqual(samples)
  expect(await show(other, done.run)).toEqual(done)
  expect(readFileSync(join(restored, 'token'), 'utf8')).toBe(
    readFileSync(join(product.dataDir, 'token'), 'utf8'),
  )
  expect(
    readFileSync(join(restored, 'keys.json')).equals(readFileSync(join(product.dataDir, 'keys.json'))),
  ).toBe(true)
  expect(statSync(join(restored, 'keys.json')).mode & 0o777).toBe(0o600)
  expect(statSync(join(restored, 'secrets.json')).mode & 0o777).toBe(0o600)
  expect((await runCli(restored, 'audit', 'verify')).code).toBe(0)

  await waitFor(
    'the run that was going ends',
    async () => (await show(other, second.run)).status === 'done',
    120_000,
  )
  expect((await show(other, second.run)).outputs).toEqual(second.outputs)
  const exported = await runCli(restored, 'export', done.run, 'station.table', at('station.csv'))
  expect(exported.code).toBe(0)
})

async function refuses(product: TestProduct): Promise<void> {
  const here = await runCli(product.dataDir, 'restore', at('all.ecoki'), ...passphrase)
  expect(here).toMatchObject({ code: 2, stderr: 'EcoKI runs here. Stop it first: npm stop\n' })
  const again = await runCli(product.dataDir, 'backup', at('all.ecoki'), ...passphrase)
  expect([again.code, again.stderr]).toEqual([2, expect.stringContaining('exists already')])
}

/** Nothing is made of a file that is not whole, and nothing is left of the try. */
async function refusesDamage(dataDir: string): Promise<void> {
  writeFileSync(at('wrong'), 'another horse battery staple\n')
  const wrong = await runCli(dataDir, 'restore', at('all.ecoki'), '--passphrase-file', at('wrong'))
  expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining('passphrase is wrong')])
  const bytes = readFileSync(at('all.ecoki'))
  writeFileSync(at('cut.ecoki'), bytes.subarray(0, bytes.length - 1_000))
  const cut = await runCli(dataDir, 'restore', at('cut.ecoki'), ...passphrase)
  expect([cut.code, cut.stderr]).toEqual([2, expect.stringContaining('cut off')])
  bytes[Math.floor(bytes.length / 2)] ^= 1
  writeFileSync(at('bent.ecoki'), bytes)
  const bent = await runCli(dataDir, 'restore', '--check', at('bent.ecoki'), ...passphrase)
  expect([bent.code, bent.stderr]).toEqual([2, expect.stringContaining('damaged')])
  expect(existsSync(dataDir)).toBe(false)
  expect(readdirSync(folder).filter((name) => name.startsWith('restored'))).toEqual([])
}

function objectsOf(dataDir: string): Map<string, Buffer> {
  const objects = join(dataDir, 'store', 'objects')
  const names = readdirSync(objects, { recursive: true, encoding: 'utf8' })
  const files = names.filter((name) => statSync(join(objects, name)).isFile())
  expect(files.length).toBeGreaterThan(5)
  return new Map(files.map((name) => [name, readFileSync(join(objects, name))]))
}
