/** A host on a real database with the product's own Modbus adapter, and what the gateway asks of it. */
import { createServer } from 'node:net'
import type { Server, Socket } from 'node:net'
import { randomUUID } from 'node:crypto'
import type pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { HostClient } from '#adapters/host-client.ts'
import { makeKeyRing, newKey } from '#config/key-ring.ts'
import { openPool } from '#datasets/pool.ts'
import { makeTemporaryFolder } from '#datasets/temporary-folder.ts'
import type { TemporaryFolder } from '#datasets/temporary-folder.ts'
import { createTestDatabase } from '#test/fixtures/database.ts'
import type { TestDatabase } from '#test/fixtures/database.ts'
import { openHost } from './open-host.ts'
import type { RunningHost } from './open-host.ts'
import { HistorianIntake } from '#adapters/intake/historian-intake.ts'

const projectId = '00000000-0000-7000-8000-000000000001'
let database: TestDatabase
let pool: pg.Pool
let folder: TemporaryFolder
let host: RunningHost
let client: HostClient
let device: RegisterDevice

beforeAll(async () => {
  database = await createTestDatabase()
  pool = openPool({ connectionString: database.url })
  folder = await makeTemporaryFolder()
})
afterAll(async () => {
  await pool?.end()
  await database?.drop()
  await folder?.remove()
})
beforeEach(async () => {
  device = await RegisterDevice.listen()
  await startHost()
})
afterEach(async () => {
  await host.close()
  await device.close()
  await pool.query(`update connection set removed_at = now()`)
})

async function startHost(): Promise<void> {
  const intake = await HistorianIntake.open({
    ...{ databaseUrl: database.url, spool: `${folder.path}/spool`, maxSpoolBytes: 2 ** 24 },
  })
  const token = 'token-of-this-test'
  host = await openHost({
    ...{ pool, databaseUrl: database.url, ring: makeKeyRing([newKey()]), intake },
    ...{ folder: folder.path, adapters: [], addresses: { allow: [], refuse: [], ownPorts: [1] }, token },
    listen: { host: '127.0.0.1', port: 0 },
    log: () => undefined,
  })
  client = new HostClient({ url: host.url, token: () => token })
}

/** Answers each question for holding registers with the value that it has, as Modbus TCP does. */
class RegisterDevice {
  value = 7
  readonly server: Server
  readonly #sockets = new Set<Socket>()

  static async listen(port = 0): Promise<RegisterDevice> {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
    return new RegisterDevice(server)
  }

  constructor(server: Server) {
    this.server = server
    server.on('connection', (socket) => this.#serve(socket))
  }

  get port(): number {
    return (this.server.address() as { port: number }).port
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy()
    await new Promise((resolve) => this.server.close(resolve))
  }

  #serve(socket: Socket): void {
    this.#sockets.add(socket)
    socket.on('error', () => undefined).on('close', () => this.#sockets.delete(socket))
    let rest: Buffer = Buffer.alloc(0)
    socket.on('data', (chunk) => {
      rest = Buffer.concat([rest, chunk])
      while (rest.length >= 6 && rest.length >= 6 + rest.readUInt16BE(4)) {
        const size = 6 + rest.readUInt16BE(4)
        socket.write(this.#answer(rest.subarray(0, size)))
        rest = rest.subarray(size)
      }
    })
  }

  #answer(request: Buffer): Buffer {
    const count = request.readUInt16BE(10)
    const answer = Buffer.alloc(9 + 2 * count)
    request.copy(answer, 0, 0, 8)
    answer.writeUInt16BE(3 + 2 * count, 4)
    answer[8] = 2 * count
    for (let register = 0; register < count; register++) answer.writeUInt16BE(this.value, 9 + 2 * register)
    return answer
  }
}

const config = (port: number) => ({ host: '127.0.0.1', port })
const address = { unit: 1, at: 'holding:0', as: 'uint16' }

async function connection(desired = 'running'): Promise<{ id: string; tag: number }> {
  const id = randomUUID()
  const { rows } = await pool.query<{ id: number }>(
    `insert into tag (project_id, name, value_type) values ($1, $2, 'number') returning id`,
    [projectId, `tag ${id}`],
  )
  await pool.query(
    `insert into connection (id, project_id, name, protocol, adapter_version, config, desired, stale_after_ms,
       created_by, changed_by) values ($1, $2, $3, 'modbus', 1, $4, $5, 1500, 'ada', 'ada')`,
    [id, projectId, `c ${id}`, JSON.stringify(config(device.port)), desired],
  )
  await pool.query(
    'insert into connection_tag (tag_id, connection_id, address, interval_ms) values ($1, $2, $3, 50)',
    [rows[0].id, id, JSON.stringify(address)],
  )
  return { id, tag: rows[0].id }
}

async function until<T>(
  what: string,
  look: () => Promise<T | undefined | false>,
  timeoutMs = 15_000,
): Promise<T> {
  for (const end = Date.now() + timeoutMs; Date.now() < end; await new Promise((go) => setTimeout(go, 50))) {
    const found = await look()
    if (found) return found
  }
  throw new Error(`waited ${timeoutMs} ms for ${what}`)
}

const stateOf = async (id: string) =>
  (
    await pool.query<{ state: string; reason: string | null }>(
      'select state, reason from connection_state where connection_id = $1',
      [id],
    )
  ).rows[0]
const isState = (id: string, state: string) => until(state, async () => (await stateOf(id))?.state === state)
const samplesOf = async (tag: number) =>
  (
    await pool.query<{ number: number }>('select number from sample where tag_id = $1 order by time_us', [
      tag,
    ])
  ).rows

test('what a machine says is kept, seen live, and its state is told in words', async () => {
  const { id, tag } = await connection()
  await isState(id, 'running')
  await until('a sample', async () => (await samplesOf(tag)).length > 2)
  expect((await samplesOf(tag))[0].number).toBe(7)
  const looking = new AbortController()
  const seen: unknown[] = []
  try {
    for await (const values of client.values([tag], looking.signal)) {
      seen.push(...values.map(({ value }) => value))
      device.value = 8
      if (seen.includes(8)) looking.abort()
    }
  } catch (error) {
    if (!looking.signal.aborted) throw error
  }
  expect(seen[0]).toBe(7)
  expect(seen.at(-1)).toBe(8)
})

test('a machine that goes away is down, comes back by itself, and the time between is a gap', async () => {
  const { id } = await connection()
  await isState(id, 'running')
  const { port } = device
  const awayUs = Date.now() * 1_000
  await device.close()
  await isState(id, 'down')
  device = await RegisterDevice.listen(port)
  await isState(id, 'running')
  const backUs = Date.now() * 1_000
  const gap = await until(
    'a gap',
    async () =>
      (
        await pool.query<{ from: string; to: string; cause: string }>(
          `select from_us::text as from, to_us::text as to, cause from gap where connection_id = $1 and cause = 'connection-down'`,
          [id],
        )
      ).rows[0],
  )
  expect(Number(gap.from)).toBeLessThanOrEqual(awayUs)
  expect(Number(gap.to)).toBeGreaterThan(awayUs)
  expect(Number(gap.to)).toBeLessThanOrEqual(backUs)
})

test('pausing ends the samples, and a new host leaves it paused', async () => {
  const { id, tag } = await connection()
  await isState(id, 'running')
  await pool.query(`update connection set desired = 'paused' where id = $1`, [id])
  await isState(id, 'paused')
  const before = (await samplesOf(tag)).length
  await host.close()
  await startHost()
  await new Promise((go) => setTimeout(go, 500))
  expect((await samplesOf(tag)).length).toBe(before)
  expect((await stateOf(id)).state).toBe('paused')
})

test('a host that begins again goes on, and writes down for when it was away', async () => {
  const { id } = await connection()
  await isState(id, 'running')
  await until(
    'what is known',
    async () =>
      (
        await pool.query('select from connection_state where connection_id = $1 and covered_us is not null', [
          id,
        ])
      ).rowCount,
  )
  await host.close()
  await new Promise((go) => setTimeout(go, 300))
  await startHost()
  const gap = await until(
    'a gap',
    async () =>
      (
        await pool.query<{ ms: number }>(
          `select (to_us - from_us)::double precision / 1000 as ms from gap where connection_id = $1 and cause = 'host-down'`,
          [id],
        )
      ).rows[0],
  )
  expect(gap.ms).toBeGreaterThan(290)
})

test('an address that a plant has no machine at is refused for good, in a test and when saved', async () => {
  const machine = { projectId, protocol: 'modbus', tags: [], listenMs: 0 }
  const metadata = await client.test({ ...machine, config: { host: '169.254.169.254', port: 80 } })
  expect(metadata).toMatchObject({ isOk: false, stage: 'address', problem: { code: 'address-refused' } })
  const own = await client.test({ ...machine, config: { host: 'localhost', port: 1 } })
  expect(own.isOk).toBe(false)
})

test('a machine is tried before it is saved: samples of good addresses, what is wrong with the others', async () => {
  const answer = await client.test({
    ...{ projectId, protocol: 'modbus', config: config(device.port), listenMs: 5_000 },
    tags: [
      { address, type: 'number' },
      { address: { nonsense: true }, type: 'number' },
    ],
  })
  expect(answer).toMatchObject({ isOk: true, stage: 'done' })
  expect(answer.tags[0].samples[0]).toMatchObject({ value: 7, quality: 0 })
  expect(answer.tags[1].problem?.code).toBe('address-invalid')
})

test('who does not show the token is turned away', async () => {
  const response = await fetch(`${host.url}/v1/state`, {
    method: 'POST',
    headers: { authorization: 'Bearer no' },
  })
  expect(response.status).toBe(401)
})
