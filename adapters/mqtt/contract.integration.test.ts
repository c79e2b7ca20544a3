/** The contract, with Mosquitto. */
import type { Adapter } from '#adapters/adapter.ts'
import { describeAdapter } from '#test/adapters/contract.ts'
import { startMosquitto } from '#test/fixtures/mosquitto.ts'
import { adapter } from './index.ts'

const packets = { connect: 1, publish: 3 } as const
const willFlag = 0b100

describeAdapter({
  adapter: adapter as Adapter,
  wrong: [
    { config: { host: 'broker', clientId: 'has spaces' }, field: 'clientId' },
    { config: { host: 'broker', clientId: 'a', filters: ['a/#/b'] }, field: 'filters.0' },
    { config: { host: 'broker', clientId: 'a', tls: { authority: 'no PEM' } }, field: 'tls.authority' },
  ],
  config: (port) => ({ host: '127.0.0.1', port, clientId: 'ecoki-contract', look: ['hall/#'] }),
  addresses: [
    { format: 'plain', topic: 'hall/one' },
    { format: 'json', topic: 'hall/two', path: '$.value' },
  ],
  writesIn: (sent) =>
    packetsIn(sent).flatMap(({ kind, body }) => (isWrite(kind, body) ? [`packet ${kind}`] : [])),
  // PUBLISH of "x" to "a".
  write: Buffer.from([0x30, 4, 0, 1, 0x61, 0x78]),
  start: async (context) => {
    const broker = await startMosquitto(context)
    return {
      port: broker.port,
      say: async (value) => {
        await broker.publish('hall/one', String(value))
        await broker.publish('hall/two', JSON.stringify({ value }))
      },
      keeps: true,
      stop: () => broker.remove(),
    }
  },
})

/** A last will is published, too. */
function isWrite(kind: number, body: Buffer): boolean {
  if (kind !== packets.connect) return kind === packets.publish
  const flagsAt = 2 + body.readUInt16BE(0) + 1
  return (body[flagsAt] & willFlag) !== 0
}

function packetsIn(sent: Buffer): { kind: number; body: Buffer }[] {
  const found: { kind: number; body: Buffer }[] = []
  for (let at = 0; at < sent.length;) {
    const kind = sent[at++] >> 4
    let length = 0
    for (let shift = 0; ; shift += 7) {
      const byte = sent[at++]
      length |= (byte & 127) << shift
      if (byte < 128) break
    }
    found.push({ kind, body: sent.subarray(at, at + length) })
    at += length
  }
  return found
}
