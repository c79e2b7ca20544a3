import { readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeLog } from '#api/http/log.ts'
import { defaultProjectId } from '#api/app.ts'
import { openGatewayServer } from '#test/fixtures/gateway-server.ts'
import type { Answer, Credential, GatewayServer } from '#test/fixtures/gateway-server.ts'
import { findCaller, findCallerAgain } from './find-caller.ts'
import { provideLocalToken } from './local-token.ts'

const admin = { email: 'ada@plant.example', password: 'wind over the cooling tower' }
const lines: string[] = []
const answers: string[] = []
let gateway: GatewayServer
let cookie: string | undefined
beforeAll(async () => {
  const log = makeLog('trace', { write: (line: string) => void lines.push(line) })
  gateway = await openGatewayServer({ log })
  cookie = (await gateway.call('session.acceptLink', { secret: gateway.setupSecret, ...admin })).cookie
})
afterAll(() => gateway?.close())

async function call(path: string, input: unknown, as: Credential = { cookie }): Promise<Answer> {
  const answer = await gateway.call(path, input, as)
  answers.push(answer.body)
  return answer
}

interface Shown {
  id: string
  secret: string
  expiresAt: string
}

async function makeToken(more: object = {}): Promise<Shown> {
  const roles = [{ projectId: defaultProjectId, role: 'operator' }]
  const input = { name: 'line 4', scopes: ['read', 'run'], roles, expiresInDays: 30, ...more }
  const { data, body } = await gateway.call('tokens.create', input, { cookie })
  expect(data, body).toBeDefined()
  return data as Shown
}

function listWith(token: string): Promise<Answer> {
  return call('runs.list', { projectId: defaultProjectId }, { token })
}

describe('a token', () => {
  it('has 32 random bytes that are shown once and kept as SHA-256', async () => {
    const { id, secret } = await makeToken()
    expect(Buffer.from(secret, 'base64url')).toHaveLength(32)
    const { rows } = await gateway.app.pool.query<{ hash: string; expected: string }>(
      `select hash, encode(sha256($2::bytea), 'hex') as expected from api_token where id = $1`,
      [id, Buffer.from(secret)],
    )
    expect(rows[0].hash).toBe(rows[0].expected)
    expect((await call('tokens.list', {})).body).not.toContain(rows[0].hash)
  })

  it('does what its role and its scopes allow, and tells when it was used last', async () => {
    const { id, secret } = await makeToken()
    expect((await listWith(secret)).status).toBe(200)
    const pipeline = { projectId: defaultProjectId, id: 'x' }
    expect((await call('pipelines.archive', pipeline, { token: secret })).code).toBe('scope-missing')
    const listed = (await call('tokens.list', {})).data as { id: string; lastUsedAt: string | null }[]
    const { lastUsedAt } = listed.find((token) => token.id === id)!
    expect(Date.now() - Date.parse(lastUsedAt!)).toBeLessThan(60_000)
  })

  it('never does more than its owner may now', async () => {
    const { secret } = await makeToken({
      roles: [{ projectId: defaultProjectId, role: 'admin' }],
      scopes: ['read', 'manage'],
    })
    const rename = () =>
      call('projects.rename', { projectId: defaultProjectId, name: 'default' }, { token: secret })
    expect((await rename()).status).toBe(200)
    expect((await call('users.list', {}, { token: secret })).code).toBe('not-allowed')
    await gateway.app.pool.query(`update membership set role = 'viewer'`)
    expect((await rename()).code).toBe('not-allowed')
    await gateway.app.pool.query(`update app_user set deactivated_at = now()`)
    expect((await rename()).code).toBe('token-unknown')
    await gateway.app.pool.query(`update app_user set deactivated_at = null`)
    await gateway.app.pool.query(`update membership set role = 'admin'`)
  })

  it('is refused when it is wrong, expired or revoked', async () => {
    const { id, secret } = await makeToken()
    const other = await makeToken()
    for (const token of ['x', `${secret}x`, secret.slice(1), id])
      expect((await listWith(token)).code).toBe('token-unknown')
    await gateway.app.pool.query(`update api_token set expires_at = now() where id = $1`, [id])
    expect((await listWith(secret)).code).toBe('token-unknown')
    expect((await call('tokens.revoke', { tokenId: other.id })).status).toBe(200)
    expect((await listWith(other.secret)).status).toBe(401)
    expect((await call('tokens.revoke', { tokenId: other.id })).code).toBe('program-token-unknown')
  })

  it('is rotated with an overlap, once', async () => {
    const old = await makeToken()
    const rotated = (await call('tokens.rotate', { tokenId: old.id, overlapMinutes: 10 })).data as Shown
    expect((await listWith(old.secret)).status).toBe(200)
    expect((await listWith(rotated.secret)).status).toBe(200)
    expect((await call('tokens.rotate', { tokenId: old.id })).code).toBe('program-token-unknown')
    const { rows } = await gateway.app.pool.query<{ minutes: number }>(
      'select extract(epoch from expires_at - now()) / 60 as minutes from api_token where id = $1',
      [old.id],
    )
    expect(Number(rows[0].minutes)).toBeCloseTo(10, 0)
    expect(Date.parse(rotated.expiresAt) - Date.now()).toBeCloseTo(30 * 24 * 3_600_000, -5)
    const now = (await call('tokens.rotate', { tokenId: rotated.id, overlapMinutes: 0 })).data as Shown
    expect([(await listWith(rotated.secret)).status, (await listWith(now.secret)).status]).toEqual([401, 200])
  })

  it('gets no greater one by rotating', async () => {
    const roles = [{ projectId: defaultProjectId, role: 'viewer' }]
    const small = await makeToken({ scopes: ['read', 'manage'], roles })
    const rotate = async (more: object) => {
      const { id: tokenId } = await makeToken({ scopes: ['read'], roles, ...more })
      return (await gateway.call('tokens.rotate', { tokenId }, { token: small.secret })).status
    }
    expect(await rotate({})).toBe(200)
    expect(await rotate({ scopes: ['read', 'write'] })).toBe(403)
    expect(await rotate({ roles: [{ projectId: defaultProjectId, role: 'operator' }] })).toBe(403)
  })

  it('that ends is noticed by open streams', async () => {
    const { id, secret } = await makeToken()
    const { app } = gateway
    const request = {
      headers: { authorization: `Bearer ${secret}` },
      method: 'GET',
      protocol: 'http',
      ip: '::1',
    }
    const caller = await findCaller(app, request as Parameters<typeof findCaller>[1])
    expect(await findCallerAgain(app, caller)).toEqual(caller)
    await call('tokens.revoke', { tokenId: id })
    expect(await findCallerAgain(app, caller)).toBeUndefined()
  })
})

describe('the local token', () => {
  const file = join(tmpdir(), `ecoki-token-${randomUUID()}`)
  afterAll(() => rmSync(file, { force: true }))

  it("is the operating system's user's: engineer in the default project, and nothing else", async () => {
    await provideLocalToken(gateway.app, file)
    expect(statSync(file).mode & 0o777).toBe(0o600)
    const token = readFileSync(file, 'utf8').trim()
    await provideLocalToken(gateway.app, file)
    expect(readFileSync(file, 'utf8').trim()).toBe(token)
    const { uid, username } = userInfo()
    expect((await call('users.me', {}, { token })).data).toMatchObject({
      ...{ kind: 'system', name: username, id: null, isAdministrator: false },
      projects: [{ id: defaultProjectId, role: 'engineer' }],
    })
    const { id } = (await call('projects.create', { name: 'second' })).data as { id: string }
    expect((await call('runs.list', { projectId: id }, { token })).code).toBe('project-unknown')
    expect((await call('projects.rename', { projectId: defaultProjectId, name: 'x' }, { token })).code).toBe(
      'scope-missing',
    )
    const pipeline = { ecoki: 1, id: 'local', name: 'local', nodes: [] }
    await call(
      'pipelines.save',
      { projectId: defaultProjectId, document: pipeline, expectedRevision: 0 },
      { token },
    )
    const { rows } = await gateway.app.pool.query(
      `select actor_kind, actor_id, actor_name from audit where action = 'pipeline.save'`,
    )
    expect(rows).toEqual([{ actor_kind: 'system', actor_id: `os:${uid}`, actor_name: username }])
  })

  it('is replaced when its file is gone', async () => {
    const before = readFileSync(file, 'utf8').trim()
    rmSync(file)
    await provideLocalToken(gateway.app, file)
    expect((await listWith(before)).code).toBe('token-unknown')
    expect((await listWith(readFileSync(file, 'utf8').trim())).status).toBe(200)
  })
})

describe('secrets', () => {
  it('are in no log, no later answer and no row', async () => {
    const { secret } = await makeToken()
    const rotated = (await gateway.call('tokens.rotate', { tokenId: (await makeToken()).id }, { cookie }))
      .data as Shown
    const invitation = await gateway.call('users.invite', { email: 'bob@plant.example' }, { cookie })
    const [, linkSecret] = (invitation.data as { path: string }).path.split('#')
    await call('session.readLink', { secret: linkSecret })
    await call('session.signIn', { ...admin, password: 'canary of a wrong password' })
    await call('session.signIn', { email: 'canary.password@as.name', password: admin.password })
    await listWith(secret)
    await listWith(`${secret}canary`)
    for (const path of ['tokens.list', 'tokens.listAll', 'users.list', 'users.me']) await call(path, {})
    const [session] = decodeURIComponent(cookie!.split('=')[1]).split('.').slice(1)
    const planted = [
      secret,
      rotated.secret,
      linkSecret,
      admin.password,
      'canary',
      session,
      gateway.app.sessionKey!,
    ]
    const rows = await everyRow()
    expect(lines.length).toBeGreaterThan(10)
    expect(rows).toContain('ada@plant.example')
    for (const one of planted)
      for (const form of formsOf(one)) {
        expect(lines.join('\n')).not.toContain(form)
        expect(answers.join('\n')).not.toContain(form)
        expect(rows).not.toContain(form)
      }
  })
})

/** As it is, base64, hex, in an address, in JSON. */
function formsOf(secret: string): string[] {
  const bytes = Buffer.from(secret)
  const forms = [secret, bytes.toString('base64').replace(/=+$/, ''), bytes.toString('hex')]
  return [...new Set([...forms, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)])]
}

async function everyRow(): Promise<string> {
  const { pool } = gateway.app
  const { rows: tables } = await pool.query<{ name: string }>(
    `select quote_ident(table_name) as name from information_schema.tables
     where table_schema = 'public' and table_type = 'BASE TABLE'`,
  )
  const texts: string[] = []
  for (const { name } of tables) {
    const { rows } = await pool.query<{ row: string }>(`select t::text as row from ${name} t`)
    texts.push(...rows.map(({ row }) => row))
  }
  return texts.join('\n')
}
