import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { afterAll, afterEach, expect, test } from 'vitest'
import type { TestContext } from 'vitest'
import { waitFor } from '#test/fixtures/adapter-context.ts'
import { makeAuthority } from '#test/fixtures/certificates.ts'
import { connectMqtt, endMqtt, mqttBroker, mqttRecord, mqttTag } from '#test/fixtures/mqtt.ts'

const plant = makeAuthority()
const stranger = makeAuthority()
afterEach(endMqtt)
afterAll(() => {
  plant.remove()
  stranger.remove()
})

const text = (path: string) => readFileSync(path, 'utf8')
const authority = text(plant.caFile)
const good = plant.sign('broker')
const listenerOf = ({ cert, key }: { cert: string; key: string }) => [`certfile ${cert}`, `keyfile ${key}`]

async function refusalOf(
  context: TestContext,
  pair: { cert: string; key: string },
  tls: object = { authority },
) {
  const { port } = await mqttBroker(context, { listener: listenerOf(pair) })
  const made = mqttRecord()
  return connectMqtt(port, made, { tls }).then(
    () => undefined,
    (error: { code: string; params: { reason?: string } }) => `${error.code} ${error.params.reason ?? ''}`,
  )
}

test('a broker with a certificate of the plant’s authority is spoken to, and asks for ours', async (context) => {
  const own = plant.sign('ecoki')
  const listener = [
    ...listenerOf(good),
    `cafile ${plant.caFile}`,
    'require_certificate true',
    'use_identity_as_username true',
  ]
  const broker = await mqttBroker(context, { listener })
  const made = mqttRecord()
  const tls = { authority, certificate: text(own.cert), key: text(own.key) }
  const session = await connectMqtt(broker.port, made, { tls })
  await session.subscribe([mqttTag(1, { format: 'plain', topic: '$SYS/broker/version' }, 'text')])
  await waitFor(() => made.samples.length > 0, 'a value')
  await expect(connectMqtt(broker.port, mqttRecord(), { tls: { authority } })).rejects.toMatchObject({
    name: 'AdapterError',
  })
})

test('a certificate that a person has trusted is enough, another one of the same name is not', async (context) => {
  const pair = stranger.sign('own-broker')
  const { port } = await mqttBroker(context, { listener: listenerOf(pair) })
  const trusted = new X509Certificate(text(pair.cert)).raw
  await connectMqtt(port, mqttRecord({ trusted: [trusted] }), { tls: {} })
  const other = new X509Certificate(text(stranger.sign('own-broker-2').cert)).raw
  const made = mqttRecord({ trusted: [other] })
  await expect(connectMqtt(port, made, { tls: {} })).rejects.toMatchObject({ code: 'certificate-refused' })
  expect(made.seenCertificates).toEqual([trusted])
})

test('an authority that is trusted here is trusted for brokers', async (context) => {
  const { port } = await mqttBroker(context, { listener: listenerOf(good) })
  await connectMqtt(port, mqttRecord({ authorities: [authority] }), { tls: {} })
})

test.for<[string, Parameters<typeof plant.sign>[1], object, RegExp]>([
  ['expired', { days: -1 }, { authority }, /CERT_NOT_IN_FORCE/],
  ['for another name', { names: 'DNS:other.example' }, { authority }, /ALTNAME/],
  ['without a name', { names: '' }, { authority }, /ALTNAME/],
  ['for another address', { names: 'IP:127.0.0.2' }, { authority }, /ALTNAME/],
  ['not for the name that is expected', {}, { authority, name: 'press.example' }, /ALTNAME/],
])('a certificate that is %s is refused', async ([, options, tls, reason], context) => {
  expect(await refusalOf(context, plant.sign('bad', options), tls)).toMatch(reason)
})

test('certificates of nobody we know are refused: of a stranger, signed by itself, expired though trusted', async (context) => {
  const foreign = stranger.sign('foreign')
  expect(await refusalOf(context, foreign)).toMatch(/^certificate-refused UNABLE_TO/)
  const self = { cert: stranger.caFile, key: stranger.caFile.replace('.crt', '.key') }
  expect(await refusalOf(context, self)).toMatch(/^certificate-refused DEPTH_ZERO/)
  const expired = stranger.sign('old', { days: -1 })
  const { port } = await mqttBroker(context, { listener: listenerOf(expired) })
  const made = mqttRecord({ trusted: [new X509Certificate(text(expired.cert)).raw] })
  await expect(connectMqtt(port, made, { tls: {} })).rejects.toMatchObject({
    params: { reason: 'CERT_NOT_IN_FORCE' },
  })
})

test('a broker that speaks no TLS, and one that speaks only TLS, are not mistaken for each other', async (context) => {
  const plain = await mqttBroker(context)
  await expect(connectMqtt(plain.port, mqttRecord(), { tls: { authority } })).rejects.toMatchObject({
    name: 'AdapterError',
  })
  const { port } = await mqttBroker(context, { listener: listenerOf(good) })
  await expect(connectMqtt(port, mqttRecord())).rejects.toMatchObject({ name: 'AdapterError' })
})
