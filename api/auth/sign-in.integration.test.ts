import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openGatewayServer } from '#test/fixtures/gateway-server.ts'
import type { GatewayServer } from '#test/fixtures/gateway-server.ts'

const admin = { email: 'ada@plant.example', password: 'wind over the cooling tower' }
let gateway: GatewayServer
beforeAll(async () => {
  gateway = await openGatewayServer()
})
afterAll(() => gateway.close())

describe('the first account', () => {
  it('is made once by the set-up link, and administers', async () => {
    const { call, setupSecret: secret } = gateway
    expect((await call('session.state', {})).data).toEqual({ isSignedIn: false, isSetUp: false })
    expect((await call('session.readLink', { secret })).data).toMatchObject({ kind: 'setup', email: null })
    const tries = await Promise.all([1, 2, 3].map(() => call('session.acceptLink', { secret, ...admin })))
    expect(tries.map(({ status }) => status).sort()).toEqual([200, 404, 404])
    const { cookie } = tries.find(({ status }) => status === 200)!
    expect((await call('session.state', {}, { cookie })).data).toEqual({ isSignedIn: true, isSetUp: true })
    expect((await call('session.readLink', { secret })).code).toBe('link-unknown')
  })

  it('signs in and out', async () => {
    const { call } = gateway
    const { cookie, response } = await call('session.signIn', admin)
    const [set] = response.cookies
    expect(set).toMatchObject({ httpOnly: true, sameSite: 'Strict', path: '/' })
    expect((await call('session.state', {}, { cookie })).data).toMatchObject({ isSignedIn: true })
    expect((await call('session.signOut', {}, { cookie })).status).toBe(200)
    expect((await call('session.state', {}, { cookie })).data).toMatchObject({ isSignedIn: false })
  })
})
