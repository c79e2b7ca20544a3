/** Who is let in, by both sides, with a server that is not ours. */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { AdapterError } from '#adapters/adapter.ts'
import { recordingContext, waitFor } from '#test/fixtures/adapter-context.ts'
import type { ContextOptions } from '#test/fixtures/adapter-context.ts'
import { CertificateWorkshop, peerUri } from '#test/fixtures/opc-ua-certificates.ts'
import type { MadeCertificate } from '#test/fixtures/opc-ua-certificates.ts'
import { startOpcUaPeer } from '#test/fixtures/opc-ua-peer.ts'
import type { OpcUaPeer } from '#test/fixtures/opc-ua-peer.ts'
import { testEnvironment } from '#config/test.ts'
import { policies } from './config.ts'
import type { OpcUaConfig } from './config.ts'
import { adapter } from './index.ts'

// The peer alone takes its seconds to start on a busy machine.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 120_000 })

const modes = ['sign', 'sign-and-encrypt'] as const
const secure = policies.flatMap((policy) => modes.map((mode) => ({ mode, policy })))
const hasPython = testEnvironment().ECOKI_TEST_PYTHON !== undefined || testEnvironment().CI !== undefined

describe.runIf(hasPython)('security', () => {
  const workshop = new CertificateWorkshop()
  let peer: OpcUaPeer
  let good: MadeCertificate

  beforeAll(async () => {
    good = workshop.make('good')
    peer = await startOpcUaPeer(undefined, {
      policies: ['none', ...secure.map(({ mode, policy }) => `${policy}/${mode}`)],
      ...{ certificate: good.certificate, key: good.key, applicationUri: peerUri },
      ...{ users: { anna: 'Gähn-1' }, userCertificate: true },
    })
    await peer.send({ do: 'add', name: 'x', type: 'Double', value: 1.5 })
  })

  afterAll(async () => {
    await peer?.stop()
    workshop.remove()
  })

  /** Connects, takes the first value, and goes. */
  async function take(config: Partial<OpcUaConfig>, options: ContextOptions = {}) {
    const record = recordingContext({ bridgeMs: 0, ...options })
    try {
      const session = await adapter.connect(
        adapter.config.parse({ url: peer.url, ...config }),
        record.context,
      )
      const address = { node: 'nsu=urn:plant;s=x' }
      await session.subscribe([{ key: 1, type: 'number', intervalMs: 100, address }])
      await waitFor(() => record.samples.length > 0, 'a value')
      await session.close()
      return { value: record.samples[0].value, seen: record.seenCertificates }
    } finally {
      record.remove()
    }
  }

  async function refusal(config: Partial<OpcUaConfig>, options: ContextOptions = {}) {
    const error: unknown = await take(config, options).then(
      () => new Error('it was not refused'),
      (reason: unknown) => reason,
    )
    const { code, isFinal } = error as AdapterError
    return { code: code ?? String(error), isFinal }
  }

  it.each(secure)('reads with $policy, $mode', async (security) => {
    expect((await take({ security }, { trusted: [good.der] })).value).toBe(1.5)
  })

  it('reads without any, and takes the strongest where nothing is said', async () => {
    expect((await take({ security: { mode: 'none' } })).value).toBe(1.5)
    expect((await take({}, { trusted: [good.der] })).value).toBe(1.5)
  })

  it('comes as a user, and is refused with the wrong password', async () => {
    const user = (password: string) => ({ identity: { kind: 'user' as const, user: 'anna', password } })
    expect((await take(user('Gähn-1'), { trusted: [good.der] })).value).toBe(1.5)
    // Unencrypted, the password itself is encrypted for the certificate, which has to be trusted then.
    const plain = { security: { mode: 'none' as const }, ...user('Gähn-1') }
    expect(await refusal(plain)).toEqual({ code: 'certificate-unknown', isFinal: true })
    expect((await take(plain, { trusted: [good.der] })).value).toBe(1.5)
    const wrong = await refusal(user('wrong'), { trusted: [good.der] })
    expect(wrong).toEqual({ code: 'opc-ua-identity-refused', isFinal: true })
  })

  it('comes with a certificate of its own user', async () => {
    const { pem, key } = workshop.make('user', { uri: 'urn:user' })
    const { readFileSync } = await import('node:fs')
    const identity = { kind: 'certificate' as const, certificate: pem, privateKey: readFileSync(key, 'utf8') }
    expect((await take({ identity }, { trusted: [good.der] })).value).toBe(1.5)
  })

  it('keeps an unknown certificate for review, and never takes it by itself', async () => {
    const record = { seen: [] as Uint8Array[] }
    const context = recordingContext()
    const connected = adapter.connect(adapter.config.parse({ url: peer.url }), context.context)
    await expect(connected).rejects.toMatchObject({ code: 'certificate-unknown', isFinal: true })
    record.seen = context.seenCertificates
    context.remove()
    expect(record.seen.map((der) => Buffer.from(der).equals(good.der))).toEqual([true])
  })

  const bad: { name: string; code: string; make: () => MadeCertificate }[] = [
    {
      name: 'expired',
      code: 'certificate-expired',
      make: () => workshop.make('expired', { from: -9, to: -1 }),
    },
    {
      name: 'not yet valid',
      code: 'certificate-not-yet-valid',
      make: () => workshop.make('early', { from: 2 }),
    },
    {
      name: 'of another host',
      code: 'certificate-wrong-host',
      make: () => workshop.make('host', { hosts: 'DNS:other.example,IP:192.0.2.1' }),
    },
    {
      name: 'of another application',
      code: 'certificate-wrong-application',
      make: () => workshop.make('application', { uri: 'urn:somebody:else' }),
    },
    {
      name: 'for another use',
      code: 'certificate-wrong-usage',
      make: () => workshop.make('use', { usage: 'cRLSign' }),
    },
    {
      name: 'for clients only',
      code: 'certificate-wrong-usage',
      make: () => workshop.make('client', { extendedUsage: 'clientAuth' }),
    },
    { name: 'with a weak key', code: 'certificate-weak', make: () => workshop.make('weak', { bits: 1024 }) },
    {
      name: 'signed with SHA-1',
      code: 'certificate-weak',
      make: () => workshop.make('sha1', { digest: 'sha1' }),
    },
  ]

  it.each(bad)('refuses a certificate that is $name, even if somebody trusts it', async ({ code, make }) => {
    const { certificate, der } = make()
    await peer.send({ do: 'present', certificate })
    expect(await refusal({}, { trusted: [der] })).toEqual({ code, isFinal: true })
  })

  it('asks anew when a trusted certificate was changed', async () => {
    await peer.send({ do: 'present', certificate: workshop.make('changed').certificate })
    expect(await refusal({}, { trusted: [good.der] })).toEqual({ code: 'certificate-unknown', isFinal: true })
  })

  it('finds out that the channel is not of the one whose certificate was shown', async () => {
    const { certificate, der } = workshop.make('borrowed')
    await peer.send({ do: 'present', certificate })
    const { code } = await refusal({}, { trusted: [der] })
    expect(code).not.toMatch(/Error/)
  })

  it('believes an authority, over the one between, but not what it took back or never signed', async () => {
    const [authority, other] = [workshop.authority('authority'), workshop.authority('other')]
    const signed = workshop.make('signed', { issuer: 'authority' })
    await peer.send({ do: 'present', certificate: signed.certificate })
    expect((await refusal({}, { authorities: [other.pem] })).code).toBe('certificate-unknown')
    // Known by its authority; only the channel then shows that this peer does not have its key.
    expect((await refusal({}, { authorities: [authority.pem] })).code).not.toMatch(/^certificate-/)
    const list = workshop.revoke('authority', ['signed'])
    const revoked = await refusal({}, { authorities: [authority.pem + list] })
    expect(revoked).toEqual({ code: 'certificate-revoked', isFinal: true })
  })
})

it('says that the server has to allow this connection, where it refuses its certificate', async (test) => {
  const workshop = new CertificateWorkshop()
  const { certificate, key, der } = workshop.make('good')
  const policies = ['Basic256Sha256/sign-and-encrypt']
  const options = { policies, certificate, key, applicationUri: peerUri, refuseClients: true }
  const peer = await startOpcUaPeer(test, options)
  const record = recordingContext({ trusted: [der] })
  try {
    const connected = adapter.connect(adapter.config.parse({ url: peer.url }), record.context)
    await expect(connected).rejects.toMatchObject({ code: 'opc-ua-own-certificate-refused', isFinal: false })
  } finally {
    record.remove()
    await peer.stop()
    workshop.remove()
  }
})

it('names what a server offers instead of what was asked for, and does not send a password for all to read', async (test) => {
  const peer = await startOpcUaPeer(test, { users: { anna: 'x' } })
  const record = recordingContext()
  const connect = (config: object) =>
    adapter.connect(adapter.config.parse({ url: peer.url, ...config }), record.context)
  try {
    await expect(connect({})).rejects.toMatchObject({ code: 'opc-ua-no-endpoint', isFinal: true })
    const user = { security: { mode: 'none' }, identity: { kind: 'user', user: 'anna', password: 'x' } }
    await expect(connect(user)).rejects.toMatchObject({ code: 'opc-ua-password-unprotected', isFinal: true })
    await (await connect({ ...user, allowPlainPassword: true })).close()
    const certificate = {
      security: { mode: 'none' },
      identity: { kind: 'certificate', certificate: 'x', privateKey: 'x' },
    }
    await expect(connect(certificate)).rejects.toMatchObject({ code: 'opc-ua-identity-not-offered' })
  } finally {
    record.remove()
    await peer.stop()
  }
})
