import { existsSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import pg from 'pg'
import { afterEach, expect, test } from 'vitest'
import { identify, isAlive } from '#config/processes.ts'
import { listeningAddresses } from '#test/fixtures/listeners.ts'
import { startProduct, waitFor } from '#test/fixtures/product.ts'
import type { ProductOptions, TestProduct } from '#test/fixtures/product.ts'

const loopback = ['0100007F', '00000000000000000000000001000000']
const patienceMs = 120_000
const products: TestProduct[] = []

afterEach(async () => {
  await Promise.all(products.splice(0).map((product) => product.remove()))
}, 60_000)

async function start(options?: ProductOptions): Promise<TestProduct> {
  const product = await startProduct(options)
  products.push(product)
  return product
}

async function query(product: TestProduct, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: product.instance().databaseUrl })
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}

function pidsOf(product: TestProduct): number[] {
  return product.instance().processes.map(({ pid }) => pid ?? NaN)
}

test('Ctrl+C ends everything within 15 s and loses nothing', { timeout: patienceMs }, async () => {
  const first = await start()
  await query(first, 'create table kept as select 42 as answer')
  const identities = pidsOf(first).map((pid) => identify(pid))
  const begin = Date.now()
  expect(await first.end('SIGINT')).toBe(0)
  expect(Date.now() - begin).toBeLessThan(15_000)
  for (const identity of identities) expect(identity && isAlive(identity)).toBe(false)

  const { ports } = first.instance()
  const second = await start({ dataDir: first.dataDir })
  expect(second.instance().ports).toEqual(ports)
  expect(await query(second, 'select answer from kept')).toEqual([{ answer: 42 }])
})

test(
  'a supervisor that is killed leaves nothing that blocks the next start',
  { timeout: patienceMs },
  async () => {
    const first = await start()
    await query(first, 'create table kept as select 42 as answer')
    const identities = pidsOf(first).map((pid) => identify(pid))
    await first.end('SIGKILL')
    const second = await start({ dataDir: first.dataDir })
    for (const identity of identities) expect(identity && isAlive(identity)).toBe(false)
    expect(await query(second, 'select answer from kept')).toEqual([{ answer: 42 }])
  },
)

test('a process that dies is started again at the same place', { timeout: patienceMs }, async () => {
  const product = await start()
  const { databaseUrl, temporalAddress, processes } = product.instance()
  for (const { name } of processes) {
    const before = product.pidOf(name)
    process.kill(before, 'SIGKILL')
    const runsAgain = () => {
      const found = product.instance().processes.find((process) => process.name === name)
      return found?.state === 'running' && found.pid !== undefined && found.pid !== before
    }
    await waitFor(`${name} runs again`, runsAgain)
  }
  expect(await query(product, 'select 1 as one')).toEqual([{ one: 1 }])
  expect(product.instance()).toMatchObject({ databaseUrl, temporalAddress })
})

test(
  'two products run side by side, and a port that was taken meanwhile is left alone',
  { timeout: patienceMs },
  async () => {
    const [first, second] = await Promise.all([start(), start()])
    const ports = [first, second].flatMap((product) => Object.values(product.instance().ports))
    expect(new Set(ports).size).toBe(ports.length)

    await first.end('SIGTERM')
    const taken = first.instance().ports.postgres
    const intruder = createServer().listen(taken, '127.0.0.1')
    const again = await start({ dataDir: first.dataDir })
    expect(again.instance().ports.postgres).not.toBe(taken)
    expect(await query(second, 'select 1 as one')).toEqual([{ one: 1 }])
    intruder.close()
  },
)

test('a second start says that it runs already', { timeout: patienceMs }, async () => {
  const product = await start()
  await expect(start({ dataDir: product.dataDir })).rejects.toThrow('already runs in this checkout')
  expect(product.supervisor.exitCode).toBeNull()
})

test(
  'nothing listens beyond this machine, and passwords are closed to others',
  { timeout: patienceMs },
  async () => {
    const product = await start()
    const addresses = listeningAddresses(product.supervisor.pid ?? NaN)
    expect(addresses.length).toBeGreaterThanOrEqual(3)
    for (const address of addresses) expect(loopback).toContain(address)
    for (const name of ['secrets.json', 'instance.json']) {
      expect(statSync(join(product.dataDir, name)).mode & 0o777).toBe(0o600)
    }
    const { postgresPassword } = JSON.parse(readFileSync(join(product.dataDir, 'secrets.json'), 'utf8'))
    const commandLines = pidsOf(product).map((pid) => readFileSync(`/proc/${pid}/cmdline`, 'utf8'))
    for (const commandLine of commandLines) expect(commandLine).not.toContain(postgresPassword)
  },
)

test("Temporal's database may be gone or broken", { timeout: patienceMs }, async () => {
  const first = await start()
  await first.end('SIGKILL')
  const file = join(first.dataDir, 'temporal', 'temporal.db')
  expect(existsSync(file)).toBe(true)
  rmSync(file)
  const second = await start({ dataDir: first.dataDir })
  await second.end()
  for (const ending of ['-wal', '-shm']) rmSync(file + ending, { force: true })
  writeFileSync(file, 'no database at all'.repeat(1_000))
  const third = await start({ dataDir: first.dataDir })
  expect(third.instance().isReady).toBe(true)
  expect(
    readdirSync(join(first.dataDir, 'temporal')).filter((name) => name.includes('unusable')),
  ).toHaveLength(1)
})
