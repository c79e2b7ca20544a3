import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { catalog } from '#blocks/specs.ts'
import { PoolClient } from './client.ts'
import { readContent } from './content.ts'
import { makePoolServer } from './server.ts'

const content = await readContent(catalog, join(import.meta.dirname, 'content'))
let server: FastifyInstance
let folder: string
let url: string

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ecoki-pool-'))
  await listen(0)
})
afterEach(async () => {
  await server.close()
  rmSync(folder, { recursive: true, force: true })
})

async function listen(port: number): Promise<void> {
  server = makePoolServer(content)
  await server.listen({ host: '127.0.0.1', port })
  url = `http://127.0.0.1:${(server.server.address() as AddressInfo).port}`
}

it('brings every version of every block, the templates and the articles', async () => {
  const client = new PoolClient({ url, folder })
  const { objects, isStale, asOf } = await client.all('blocks')
  expect(objects.map(({ spec }) => spec.id).sort()).toEqual(catalog.ids())
  expect(isStale).toBe(false)
  expect(Date.now() - asOf.getTime()).toBeLessThan(10_000)
  expect((await client.one('templates', 'energy-drivers')).placeholders.length).toBe(4)
  await expect(client.one('articles', 'no-such')).rejects.toMatchObject({ code: 'resource-unknown' })
})

it('answers from the copy while the pool is away, also after a restart, and says as of when', async () => {
  await new PoolClient({ url, folder }).all('templates')
  const seen = Date.now()
  await server.close()
  const later = new PoolClient({ url, folder })
  const first = await later.all('blocks')
  expect(first.objects.length).toBe(content.index.blocks.length)
  expect(first.asOf.getTime()).toBeLessThanOrEqual(seen)
  await expect.poll(async () => (await later.state()).isStale).toBe(true)
  await listen(Number(new URL(url).port))
  await expect.poll(async () => (await later.state()).isStale, { timeout: 15_000 }).toBe(false)
})

it('fetches again what is damaged in the copy', async () => {
  await new PoolClient({ url, folder }).all('articles')
  for (const name of readdirSync(folder).filter((name) => name !== 'index.json'))
    writeFileSync(join(folder, name), '{}')
  const { objects } = await new PoolClient({ url, folder }).all('articles')
  expect(objects.every(({ body }) => body.de.length > 100)).toBe(true)
})

it('says that the pool is away where it has never answered', async () => {
  await server.close()
  await expect(new PoolClient({ url, folder }).state()).rejects.toMatchObject({ code: 'pool-away' })
})

it('serves an index that can be asked for again at no cost, and objects that never change', async () => {
  const index = await fetch(`${url}/v1/index`)
  const etag = index.headers.get('etag') ?? ''
  expect(index.headers.get('cache-control')).toContain('stale-while-revalidate')
  expect((await fetch(`${url}/v1/index`, { headers: { 'if-none-match': etag } })).status).toBe(304)
  const object = await fetch(`${url}/v1/objects/${content.index.blocks[0].hash}`)
  expect(object.headers.get('cache-control')).toContain('immutable')
  expect((await fetch(`${url}/v1/objects/${'0'.repeat(64)}`)).status).toBe(404)
})
