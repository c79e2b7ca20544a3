import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openListeningGateway } from '#test/fixtures/listening-gateway.ts'
import type { ListeningGateway } from '#test/fixtures/listening-gateway.ts'

let gateway: ListeningGateway
let secret: string
let projectId: string

beforeAll(async () => {
  gateway = await openListeningGateway({ patience: { wholeMs: 1_000, idleMs: 600, lookMs: 50 } })
  projectId = gateway.app.projectId
  secret = (await gateway.token('engineer')).secret
})
afterAll(() => gateway.close())

interface Described {
  code: string
  httpStatus: number
  params: object
  fieldErrors: Record<string, string[]>
  requestId: string
}

const described = (body: unknown) => (body as { error: { code: number; data: Described } }).error

/** Bytes on a bare connection; whatever comes back until the other side ends it. */
function raw(...parts: (string | number)[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(gateway.port, '127.0.0.1')
    let text = ''
    socket.on('data', (bytes) => (text += String(bytes))).on('close', () => resolve(text))
    socket.on('error', (error: NodeJS.ErrnoException) =>
      error.code === 'ECONNRESET' ? resolve(text) : reject(error),
    )
    void send(socket, parts)
  })
}

async function send(socket: ReturnType<typeof connect>, parts: (string | number)[]): Promise<void> {
  for (const part of parts) {
    if (typeof part === 'number') await new Promise((resolve) => setTimeout(resolve, part))
    else if (socket.writable) socket.write(part)
  }
}

const deep = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`
const head = (length: number) =>
  `POST /trpc/system.health HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: ${length}\r\n\r\n`

describe('every error has the same words', () => {
  it.each<[string, string, unknown, number, string]>([
    ['a procedure that is not there', '/trpc/no.such', {}, 404, 'not-found'],
    ['an address that is not there', '/trpc/a/b/c', {}, 404, 'not-found'],
    ['broken JSON', '/trpc/pipelines.list', '{"projectId":', 400, 'json-malformed'],
    ['broken JSON for everyone', '/trpc/system.health', '{"', 400, 'json-malformed'],
    ['no object for a batch', '/trpc/system.health?batch=1', '7', 400, 'bad-request'],
    ['21 calls', `/trpc/${Array(21).fill('system.health').join(',')}?batch=1`, {}, 400, 'bad-request'],
    ['what is too deep', '/trpc/pipelines.check', deep(100_000), 400, 'input-too-deep'],
    [
      'what is too large',
      '/trpc/pipelines.check',
      `"${'x'.repeat(4 * 1024 * 1024)}"`,
      413,
      'payload-too-large',
    ],
    ['an address that is no text', '/trpc/%ZZ', {}, 400, 'bad-request'],
    ['a cursor that is none', '/trpc/pipelines.list?batch=%00', {}, 404, 'project-unknown'],
  ])('%s', async (_, path, input, status, code) => {
    const answer = await gateway.post(path, input, secret)
    const error = Array.isArray(answer.body) ? described(answer.body[0]) : described(answer.body)
    expect(answer.status).toBe(status)
    expect(error.code).toBeLessThan(0)
    expect(error.data).toEqual({
      code, httpStatus: status, params: expect.any(Object), fieldErrors: {}, requestId: answer.headers.get('x-request-id'),
    }) // prettier-ignore
    expect(answer.text).not.toMatch(/node_modules|\.ts|\bat |select |SyntaxError|position/i)
  })

  it('21 calls are not one too many when they are twenty', async () => {
    const path = `/trpc/${Array(20).fill('system.health').join(',')}?batch=1`
    const inputs = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [index, {}]))
    expect((await gateway.post(path, inputs, secret)).status).toBe(200)
  })

  it('beside procedures without an envelope', async () => {
    const answer = await gateway.post('/api/nowhere', {}, secret)
    expect(answer.status).toBe(404)
    const requestId = answer.headers.get('x-request-id')
    expect(answer.body).toEqual({
      code: 'not-found',
      httpStatus: 404,
      params: {},
      fieldErrors: {},
      requestId,
    })
  })

  it('names the fields that are wrong, and not all of a million', async () => {
    const answer = await gateway.post('/trpc/pipelines.list', { projectId, limit: 0, nonsense: 1 }, secret)
    expect(Object.keys(described(answer.body).data.fieldErrors).sort()).toEqual(['', 'limit'])
    const many = Object.fromEntries(Array.from({ length: 100_000 }, (_, index) => [`field${index}`, 1]))
    const answerToMany = await gateway.post('/trpc/pipelines.list', { projectId, ...many }, secret)
    expect(answerToMany.status).toBe(400)
    expect(answerToMany.text.length).toBeLessThan(2_000)
  })
})

describe('names and texts of inputs', () => {
  it.each(['__proto__', 'constructor', 'prototype'])('%s is no name', async (name) => {
    const text = `{"projectId":"${projectId}","${name}":{"limit":1}}`
    const answer = await gateway.post('/trpc/pipelines.list', text, secret)
    expect(described(answer.body).data).toMatchObject({
      code: 'input-invalid',
      fieldErrors: { [name]: [expect.any(String)] },
    })
  })

  it.each(['\\u0000', '\\ud800'])('%s is no text', async (character) => {
    const text = `{"projectId":"${projectId}","search":"a${character}b"}`
    const answer = await gateway.post('/trpc/pipelines.list', text, secret)
    expect(described(answer.body).data).toMatchObject({
      code: 'input-invalid',
      fieldErrors: { search: [expect.any(String)] },
    })
  })

  it('but in documents they are data', async () => {
    const document = `{"ecoki":1,"id":"constructor","name":"P","nodes":[{"id":"__proto__","block":"no-such","version":1,
      "config":{"__proto__":{"prototype":1}}}],"edges":[],"layout":{"positions":{"__proto__":{"x":1,"y":2}}}}`
    const save = `{"projectId":"${projectId}","expectedRevision":0,"document":${document}}`
    expect((await gateway.post('/trpc/pipelines.save', save, secret)).status).toBe(200)
    const { text } = await gateway.post('/trpc/pipelines.get', { projectId, id: 'constructor' }, secret)
    expect(text).toContain('"config":{"__proto__":{"prototype":1}}')
    expect(text).toContain('"positions":{"__proto__":{"x":1,"y":2}}')
  })

  it('and what a document may not hold is said by the validator', async () => {
    const document = `{"ecoki":1,"id":"p","name":"a\\u0000b","nodes":[]}`
    const check = `{"projectId":"${projectId}","document":${document}}`
    const { body } = await gateway.post('/trpc/pipelines.check', check, secret)
    const { issues } = (body as { result: { data: { issues: { code: string }[] } } }).result.data
    expect(issues.map(({ code }) => code)).toContain('document-field')
    const save = `{"projectId":"${projectId}","expectedRevision":0,"document":${document}}`
    expect((await gateway.post('/trpc/pipelines.save', save, secret)).status).toBe(400)
  })
})

describe('a bare connection', () => {
  it('is answered when it speaks no HTTP', async () => {
    const text = await raw('NONSENSE\r\n\r\n')
    expect(text).toMatch(/^HTTP\/1\.1 400 /)
    expect(text).toContain('"code":"bad-request"')
  })

  it('is answered when its headers are too large', async () => {
    const text = await raw(`GET / HTTP/1.1\r\nhost: x\r\nx: ${'y'.repeat(40_000)}\r\n\r\n`)
    expect(text).toMatch(/^HTTP\/1\.1 431 /)
  })

  it('is cut when the body stops', async () => {
    const text = await raw(head(100), '{"a"')
    expect(text).toMatch(/^HTTP\/1\.1 408 /)
    expect(text).toMatch(/"code":"timeout".*"requestId":"[0-9a-f-]{36}"/)
    expect(text).toMatch(/x-content-type-options: nosniff/i)
  })

  it('is cut when the body drips', async () => {
    const drops = Array.from({ length: 30 }, () => [' ', 100]).flat()
    expect(await raw(head(1_000), ...drops)).toMatch(/^HTTP\/1\.1 408 /)
  })

  it('may take its time for files as long as bytes come', async () => {
    const drops = Array.from({ length: 15 }, () => [100, 'x']).flat()
    const upload =
      `POST /api/projects/${projectId}/files?name=a.csv HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${secret}
content-type: application/octet-stream\r\ncontent-length: 15\r\nconnection: close\r\n\r\n`.replace(
        /([^\r])\n/g,
        '$1\r\n',
      )
    expect(await raw(upload, ...drops)).not.toMatch(/^HTTP\/1\.1 408 /)
    expect(await raw(upload, 'x')).toMatch(/^HTTP\/1\.1 408 /)
  })
})

describe('pages', () => {
  const page = () => fetch(`${gateway.url}/runs/1`, { headers: { accept: 'text/html' } })

  it('allow only their own scripts and styles, each delivery with a nonce of its own', async () => {
    const [one, other] = [await page(), await page()]
    const policies = [one, other].map(({ headers }) => headers.get('content-security-policy') ?? '')
    const nonces = policies.map((policy) => /style-src 'self' 'nonce-([^']+)'/.exec(policy)?.[1] ?? '')
    expect(nonces[0].length).toBeGreaterThan(20)
    expect(nonces[0]).not.toBe(nonces[1])
    expect(await one.text()).toBe(`<meta name="style-nonce" content="${nonces[0]}" />`)
    expect(one.headers.get('cache-control')).toBe('no-store')
    expect(policies[0]).toContain("script-src 'self';")
    expect(policies[0]).not.toContain('unsafe')
    expect(policies[0]).toContain("frame-ancestors 'none'")
  })

  it.each(['/', '/index.html', '/assets/', '/assets', '/%2e%2e/index.html', '/welcome#x'])(
    'come with their nonce at %s, too',
    async (path) => {
      const response = await fetch(`${gateway.url}${path}`, { headers: { accept: 'text/html' } })
      expect(response.status).toBe(200)
      expect(await response.text()).toMatch(/content="[\w+/=]{24}"/)
    },
  )

  it('say nosniff everywhere, keep files, never keep the API, and promise no TLS', async () => {
    const asset = await fetch(`${gateway.url}/assets/a-1.js`)
    const api = await fetch(`${gateway.url}/trpc/system.health?input=%7B%7D`)
    for (const { headers } of [asset, api]) {
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('content-security-policy')).toContain("default-src 'none'")
      expect(headers.get('strict-transport-security')).toBeNull()
    }
    expect(asset.headers.get('cache-control')).toContain('immutable')
    expect(api.headers.get('cache-control')).toBe('no-store')
  })

  it('have their reports counted', async () => {
    const report = { 'csp-report': { 'blocked-uri': 'http://elsewhere.example/x.js' } }
    const response = await fetch(`${gateway.url}/api/policy-reports`, {
      method: 'POST',
      headers: { 'content-type': 'application/csp-report' },
      body: JSON.stringify(report),
    })
    expect(response.status).toBe(204)
    expect(await (await fetch(`${gateway.url}/api/policy-reports`)).json()).toEqual({ count: 1 })
  })
})
