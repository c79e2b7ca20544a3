import { createHmac } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeAdminLink } from '#api/use-cases/accounts/admin-link.ts'
import { signIn as signInPerson } from '#api/use-cases/accounts/sign-in.ts'
import { openGatewayServer } from '#test/fixtures/gateway-server.ts'
import type { Answer, GatewayServer } from '#test/fixtures/gateway-server.ts'
import { readSessionToken } from './session-cookie.ts'

const admin = { email: 'ada@plant.example', password: 'wind over the cooling tower' }
let gateway: GatewayServer
beforeAll(async () => {
  gateway = await openGatewayServer()
})
afterAll(() => gateway?.close())

async function signIn(credentials = admin, address = '10.0.0.1'): Promise<Answer> {
  return gateway.call('session.signIn', credentials, { address })
}

async function isSignedIn(cookie?: string): Promise<boolean> {
  const { data } = await gateway.call('session.state', {}, { cookie })
  return (data as { isSignedIn: boolean }).isSignedIn
}

async function auditActions(): Promise<string[]> {
  const { rows } = await gateway.app.pool.query<{ action: string }>(
    `select action from audit where result = 'done' order by seq`,
  )
  return rows.map(({ action }) => action)
}

describe('the first account', () => {
  it('is made once by the set-up link, and administers', async () => {
    const { call, setupSecret: secret } = gateway
    expect((await call('session.state', {})).data).toEqual({ isSignedIn: false, isSetUp: false })
    expect((await call('session.readLink', { secret })).data).toMatchObject({ kind: 'setup', email: null })
    const tries = await Promise.all([1, 2, 3].map(() => call('session.acceptLink', { secret, ...admin })))
    expect(tries.map(({ status }) => status).sort()).toEqual([200, 404, 404])
    const { cookie } = tries.find(({ status }) => status === 200)!
    expect((await call('users.me', {}, { cookie })).data).toMatchObject({
      ...{ email: admin.email, isAdministrator: true, kind: 'person' },
      projects: [{ name: 'default', role: 'admin' }],
    })
    expect((await call('session.readLink', { secret })).code).toBe('link-unknown')
    expect(await auditActions()).toEqual(['user.create'])
  })
})

describe('a session', () => {
  it('is a cookie that scripts and other sites do not get, and ends with signing out', async () => {
    const { cookie, response } = await signIn()
    expect(response.cookies[0]).toMatchObject({ httpOnly: true, sameSite: 'Strict', path: '/' })
    expect(response.cookies[0].secure).toBeUndefined()
    expect(await isSignedIn(cookie)).toBe(true)
    expect((await gateway.call('session.signOut', {}, { cookie })).status).toBe(200)
    expect(await isSignedIn(cookie)).toBe(false)
    expect((await auditActions()).slice(-2)).toEqual(['session.sign-in', 'session.sign-out'])
  })

  it('is refused when its signature is not ours', async () => {
    const { cookie } = await signIn()
    const [name, value] = cookie!.split('=')
    const token = decodeURIComponent(value).split('.')[0]
    const forged = createHmac('sha256', 'another key').update(token).digest('base64')
    for (const wrong of [token, `${token}.`, `${token}.${forged}`, `${value}x`, '%', '.'])
      expect(await isSignedIn(`${name}=${wrong}`), wrong).toBe(false)
    expect(await isSignedIn(cookie)).toBe(true)
  })

  it('does not outlive its days', async () => {
    const { cookie } = await signIn()
    await gateway.app.pool.query(`update user_session set expires_at = now() - interval '1 second'`)
    expect(await isSignedIn(cookie)).toBe(false)
  })

  it('is nobody once the person is deactivated', async () => {
    const { cookie } = await signIn()
    await gateway.app.pool.query('update app_user set deactivated_at = now()')
    expect(await isSignedIn(cookie)).toBe(false)
    await gateway.app.pool.query('update app_user set deactivated_at = null')
    expect(await isSignedIn(cookie)).toBe(true)
  })

  it('that came by TLS goes nowhere else', async () => {
    const { app } = gateway
    const cookies: string[] = []
    const web = { headers: new Headers(), isSecure: true, address: '10.4.0.1' }
    await signInPerson(app, { ...web, setCookies: (values) => void cookies.push(...values) }, admin)
    expect(cookies[0]).toMatch(/^__Secure-ecoki\.session_token=[^;]+;.*\bSecure\b/)
    const [pair] = cookies[0].split(';')
    const { sessionKey } = app
    expect(readSessionToken(pair, { sessionKey: sessionKey!, isSecure: true })).toBeDefined()
    expect(readSessionToken(pair, { sessionKey: sessionKey!, isSecure: false })).toBeUndefined()
  })

  it('ends everywhere', async () => {
    const cookies = [(await signIn()).cookie, (await signIn()).cookie]
    await gateway.call('session.signOutEverywhere', {}, { cookie: cookies[0] })
    expect(await Promise.all(cookies.map(isSignedIn))).toEqual([false, false])
  })

  it.each<Record<string, string>>([
    { origin: 'http://evil.example' },
    { origin: 'null' },
    { origin: 'https://plant.example:4711' },
    { origin: 'http://plant.example:4712' },
    { origin: 'http://plant.example:4711', 'sec-fetch-site': 'cross-site' },
    { origin: '' },
  ])('changes nothing for pages of others: %j', async (headers) => {
    const { cookie } = await signIn()
    const refused = await gateway.call('session.signOutEverywhere', {}, { cookie, headers })
    expect([refused.status, refused.code]).toEqual([403, 'origin-refused'])
    expect(await isSignedIn(cookie)).toBe(true)
  })

  it('is not given to pages of others', async () => {
    const foreign = await gateway.call('session.signIn', admin, {
      headers: { origin: 'http://evil.example' },
    })
    expect([foreign.status, foreign.code, foreign.cookie]).toEqual([403, 'origin-refused', undefined])
  })
})

describe('a password', () => {
  it('is changed by whoever knows it, and other sessions end', async () => {
    const [{ cookie }, { cookie: elsewhere }] = [await signIn(), await signIn()]
    const change = (currentPassword: string, newPassword: string) =>
      gateway.call(
        'session.changePassword',
        { currentPassword, newPassword },
        { cookie, address: '10.0.0.1' },
      )
    expect((await change('not this one', 'pears and plums in autumn')).code).toBe('sign-in-refused')
    const changed = await change(admin.password, 'pears and plums in autumn')
    expect(changed.status).toBe(200)
    expect(await isSignedIn(changed.cookie)).toBe(true)
    expect(await isSignedIn(elsewhere)).toBe(false)
    expect((await signIn()).code).toBe('sign-in-refused')
    admin.password = 'pears and plums in autumn'
    expect((await signIn()).status).toBe(200)
  })

  it.each([
    ['short', 'elevenchars'],
    ['repeated', 'abababababab'],
    ['sequence', '2345678901234'],
    ['known', 'Password12345'],
    ['known', '2026!Ada-Plant!'],
    ['known', 'EcoKI-2026-2026'],
  ])('that is %s is refused: %s', async (reason, newPassword) => {
    const { cookie } = await signIn()
    const input = { currentPassword: admin.password, newPassword }
    const refused = await gateway.call('session.changePassword', input, { cookie })
    expect([refused.status, refused.code, refused.params.reason]).toEqual([400, 'password-weak', reason])
  })

  it('is kept as Argon2id', async () => {
    const { rows } = await gateway.app.pool.query<{ password: string }>('select password from user_account')
    expect(rows[0].password).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  })

  it('is set anew by a link from the terminal, which signs everyone else out', async () => {
    const { cookie } = await signIn()
    await expect(makeAdminLink(gateway.app, 'nobody@plant.example')).rejects.toThrow('administrator-unknown')
    const [, secret] = (await makeAdminLink(gateway.app)).path.split('#')
    expect((await gateway.call('session.readLink', { secret })).data).toMatchObject({ kind: 'reset' })
    admin.password = 'a third one for the winter'
    expect((await gateway.call('session.acceptLink', { secret, password: admin.password })).status).toBe(200)
    expect(await isSignedIn(cookie)).toBe(false)
    expect((await signIn()).status).toBe(200)
    expect((await gateway.call('session.acceptLink', { secret, password: admin.password })).code).toBe(
      'link-unknown',
    )
  })
})

describe('guessing', () => {
  it('learns nothing of who has an account, by words or by time', async () => {
    const medianMs = async (email: string) => {
      const times: number[] = []
      for (let round = 0; round < 5; round++) {
        const begin = performance.now()
        const refused = await signIn({ email, password: 'not the password' }, `10.1.${email.length}.${round}`)
        times.push(performance.now() - begin)
        expect([refused.status, refused.code, refused.params]).toEqual([401, 'sign-in-refused', {}])
      }
      return times.sort((one, other) => one - other)[2]
    }
    await signIn()
    const [known, unknown] = [await medianMs(admin.email), await medianMs('nobody.here@plant.example')]
    // Without hashing for nobody an unknown account answers in a tenth of the time.
    expect(unknown / known).toBeGreaterThan(0.5)
    expect(unknown / known).toBeLessThan(2)
  })

  it('waits longer and longer, for that account from that address only', async () => {
    const wrong = { email: admin.email, password: 'not the password' }
    const tries = await Promise.all(Array.from({ length: 30 }, () => signIn(wrong, '10.2.0.1')))
    const refused = tries.filter(({ code }) => code === 'sign-in-refused')
    expect(refused.length).toBeGreaterThanOrEqual(5)
    expect(refused.length).toBeLessThanOrEqual(6)
    const slowed = tries.filter(({ code }) => code === 'too-many-requests')
    expect(refused.length + slowed.length).toBe(30)
    expect(slowed.every(({ status, params }) => status === 429 && Number(params.retryAfterS) >= 1)).toBe(true)
    expect((await signIn(admin, '10.2.0.1')).code).toBe('too-many-requests')
    expect((await signIn(admin, '10.2.0.2')).status).toBe(200)
  })

  it('of the same account from ever other addresses waits as well', async () => {
    const wrong = { email: 'busy@plant.example', password: 'not the password' }
    const codes: (string | undefined)[] = []
    for (let host = 0; host < 56; host++) codes.push((await signIn(wrong, `10.3.0.${host}`)).code)
    expect(codes.slice(0, 50)).toEqual(Array(50).fill('sign-in-refused'))
    expect(codes.slice(50)).toContain('too-many-requests')
  })
})

describe('people', () => {
  it('are invited, are deactivated at once, and the last administrator stays', async () => {
    const { call } = gateway
    const { cookie } = await signIn()
    const invitation = {
      email: 'Grace@Plant.example',
      projectId: '00000000-0000-7000-8000-000000000001',
      role: 'operator',
    }
    const { data } = await call('users.invite', invitation, { cookie })
    const [, secret] = (data as { path: string }).path.split('#')
    const password = 'valves hiss in the morning'
    const grace = await call('session.acceptLink', { secret, password, name: 'Grace' })
    const me = (await call('users.me', {}, { cookie: grace.cookie })).data as { id: string }
    expect(me).toMatchObject({
      email: 'grace@plant.example',
      isAdministrator: false,
      projects: [{ role: 'operator' }],
    })
    expect((await call('users.invite', invitation, { cookie })).code).toBe('user-exists')
    await call('users.setStanding', { userId: me.id, isActive: false }, { cookie })
    expect(await isSignedIn(grace.cookie)).toBe(false)
    expect((await signIn({ email: 'grace@plant.example', password })).code).toBe('sign-in-refused')
    const { id } = (await call('users.me', {}, { cookie })).data as { id: string }
    for (const change of [{ isActive: false }, { isAdministrator: false }])
      expect((await call('users.setStanding', { userId: id, ...change }, { cookie })).code).toBe(
        'last-administrator',
      )
  })
})
