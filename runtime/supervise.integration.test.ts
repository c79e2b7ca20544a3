import { existsSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { checkoutDirectory } from '#config/directories.ts'
import { identify, isAlive } from '#config/processes.ts'
import type { ProcessIdentity } from '#config/processes.ts'
import { createTestDatabase } from '#test/fixtures/database.ts'
import { listeningAddresses, listeningPorts } from '#test/fixtures/listeners.ts'
import { startProduct, waitFor } from '#test/fixtures/product.ts'
import type { TestProduct } from '#test/fixtures/product.ts'
import { exec } from './exec.ts'

const loopback = ['0100007F', '00000000000000000000000001000000']
const patienceMs = 180_000

let product: TestProduct
beforeAll(async () => {
  product = await startProduct()
}, patienceMs)
afterAll(() => product.remove(), 60_000)

async function query(of: TestProduct, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: of.instance().databaseUrl })
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}

function identitiesOf(of: TestProduct): ProcessIdentity[] {
  return of.instance().processes.flatMap(({ pid }) => identify(pid ?? 0) ?? [])
}

test('is not started twice', async () => {
  await expect(startProduct({ dataDir: product.dataDir })).rejects.toThrow('already runs in this checkout')
  expect(product.supervisor.exitCode).toBeNull()
})

test('listens on this machine only, and keeps its passwords to itself', () => {
  const addresses = listeningAddresses(product.supervisor.pid ?? NaN)
  expect(addresses.length).toBeGreaterThanOrEqual(3)
  for (const address of addresses) expect(loopback).toContain(address)
  for (const name of ['secrets.json', 'instance.json']) {
    expect(statSync(join(product.dataDir, name)).mode & 0o777).toBe(0o600)
  }
  const { postgresPassword } = JSON.parse(readFileSync(join(product.dataDir, 'secrets.json'), 'utf8'))
  for (const { pid } of identitiesOf(product)) {
    expect(readFileSync(`/proc/${pid}/cmdline`, 'utf8')).not.toContain(postgresPassword)
  }
})

test('is found well by the doctor', async () => {
  const script = join(checkoutDirectory, 'cli', 'main.ts')
  const env = { ECOKI_DATA: product.dataDir, DATABASE_URL: undefined, TEMPORAL_ADDRESS: undefined }
  const output = await exec(process.execPath, [script, 'doctor', '--json'], { env })
  const findings = JSON.parse(output) as { check: string; state: string; found: string }[]
  expect(findings.filter(({ state }) => state === 'problem')).toEqual([])
  const checks = findings.map(({ check }) => check)
  expect(checks).toEqual(expect.arrayContaining(['supervisor', 'database', 'temporal', 'port of postgres']))
  expect(portsIn(findings)).toEqual(listeningPorts(product.supervisor.pid ?? NaN))
})

/** Every port that some finding names with its address. */
function portsIn(findings: { found: string }[]): number[] {
  const named = findings.flatMap(({ found }) => [...found.matchAll(/127\.0\.0\.1:(\d+)/g)])
  return [...new Set(named.map(([, port]) => Number(port)))].sort()
}

test('is killed, robbed and started again beside another one', { timeout: patienceMs }, async (context) => {
  const first = await startProduct()
  context.onTestFinished(() => first.remove())
  const otherPorts = Object.values(product.instance().ports)
  for (const port of Object.values(first.instance().ports)) expect(otherPorts).not.toContain(port)
  await query(first, 'create table kept as select 42 as answer')

  // kill -9 of the supervisor; Temporal's database vanishes
  const orphans = identitiesOf(first)
  await first.end('SIGKILL')
  const temporalFile = join(first.dataDir, 'temporal', 'temporal.db')
  expect(existsSync(temporalFile)).toBe(true)
  rmSync(temporalFile)
  const second = await startProduct({ dataDir: first.dataDir })
  for (const orphan of orphans) expect(isAlive(orphan)).toBe(false)
  expect(await query(second, 'select answer from kept')).toEqual([{ answer: 42 }])
  expect(second.instance().ports).toEqual(first.instance().ports)

  // Ctrl+C; Temporal's database breaks, and somebody else takes a port
  const ended = identitiesOf(second)
  const begin = Date.now()
  expect(await second.end('SIGINT')).toBe(0)
  expect(Date.now() - begin).toBeLessThan(15_000)
  for (const process of ended) expect(isAlive(process)).toBe(false)
  for (const ending of ['-wal', '-shm']) rmSync(temporalFile + ending, { force: true })
  writeFileSync(temporalFile, 'no database at all'.repeat(1_000))
  const taken = second.instance().ports.postgres
  const intruder = createServer().listen(taken, '127.0.0.1')
  context.onTestFinished(() => void intruder.close())
  const third = await startProduct({ dataDir: first.dataDir })
  expect(third.instance().ports.postgres).not.toBe(taken)
  expect(await query(third, 'select answer from kept')).toEqual([{ answer: 42 }])
  const unusable = readdirSync(join(first.dataDir, 'temporal')).filter((name) => name.includes('unusable'))
  expect(unusable).toHaveLength(1)

  expect(await query(product, 'select 1 as one')).toEqual([{ one: 1 }])
})

test('every process that dies is started again at the same place', { timeout: patienceMs }, async () => {
  const { databaseUrl, temporalAddress, processes } = product.instance()
  for (const { name } of processes) {
    const before = product.pidOf(name)
    process.kill(before, 'SIGKILL')
    const runsAgain = () => {
      const found = product.instance().processes.find((process) => process.name === name)
      return found?.state === 'running' && found.pid !== undefined && found.pid !== before
    }
    await waitFor(`${name} runs again`, runsAgain, 60_000)
  }
  expect(await query(product, 'select 1 as one')).toEqual([{ one: 1 }])
  expect(product.instance()).toMatchObject({ databaseUrl, temporalAddress })
})

test('servers that are given replace the embedded ones', { timeout: patienceMs }, async (context) => {
  const database = await createTestDatabase()
  context.onTestFinished(() => database.drop())
  const env = { DATABASE_URL: database.url, TEMPORAL_ADDRESS: inject('temporalAddress') }
  const given = await startProduct({ env })
  context.onTestFinished(() => given.remove())
  const names = given.instance().processes.map(({ name }) => name)
  expect(names).not.toContain('postgres')
  expect(names).not.toContain('temporal')
  expect(existsSync(join(given.dataDir, 'postgres'))).toBe(false)
  expect(given.instance().databaseUrl).toBe(database.url)
  expect(await given.end()).toBe(0)
})
