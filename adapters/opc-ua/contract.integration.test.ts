/** The contract, with a server by asyncua. */
import { ObjectIds } from 'node-opcua-client'
import { vi } from 'vitest'
import type { Adapter } from '#adapters/adapter.ts'
import { describeAdapter } from '#test/adapters/contract.ts'
import { startOpcUaPeer } from '#test/fixtures/opc-ua-peer.ts'
import { adapter } from './index.ts'

// The peer alone takes its seconds to start on a busy machine.
vi.setConfig({ testTimeout: 180_000 })

/** All that changes nothing on a server but what belongs to this session. */
const reading = new Set([
  ObjectIds.FindServersRequest_Encoding_DefaultBinary,
  ObjectIds.GetEndpointsRequest_Encoding_DefaultBinary,
  ObjectIds.CreateSessionRequest_Encoding_DefaultBinary,
  ObjectIds.ActivateSessionRequest_Encoding_DefaultBinary,
  ObjectIds.CloseSessionRequest_Encoding_DefaultBinary,
  ObjectIds.ReadRequest_Encoding_DefaultBinary,
  ObjectIds.HistoryReadRequest_Encoding_DefaultBinary,
  ObjectIds.BrowseRequest_Encoding_DefaultBinary,
  ObjectIds.BrowseNextRequest_Encoding_DefaultBinary,
  ObjectIds.TranslateBrowsePathsToNodeIdsRequest_Encoding_DefaultBinary,
  ObjectIds.CreateSubscriptionRequest_Encoding_DefaultBinary,
  ObjectIds.DeleteSubscriptionsRequest_Encoding_DefaultBinary,
  ObjectIds.TransferSubscriptionsRequest_Encoding_DefaultBinary,
  ObjectIds.CreateMonitoredItemsRequest_Encoding_DefaultBinary,
  ObjectIds.DeleteMonitoredItemsRequest_Encoding_DefaultBinary,
  ObjectIds.PublishRequest_Encoding_DefaultBinary,
  ObjectIds.RepublishRequest_Encoding_DefaultBinary,
])

const writeRequest = ObjectIds.WriteRequest_Encoding_DefaultBinary

describeAdapter({
  adapter: adapter as Adapter,
  wrong: [
    { config: { url: 'http://plc' }, field: 'url' },
    {
      config: { url: 'opc.tcp://plc', security: { mode: 'sign', policy: 'Basic128' } },
      field: 'security.policy',
    },
    { config: { url: 'opc.tcp://plc', identity: { kind: 'user', user: 'ada' } }, field: 'identity.password' },
  ],
  config: (port) => ({
    url: `opc.tcp://127.0.0.1:${port}/`,
    security: { mode: 'none' },
    publishingMs: 50,
  }),
  addresses: [{ node: 'nsu=urn:plant;s=one' }, { node: 'nsu=urn:plant;s=two' }],
  absent: { node: 'nsu=urn:plant;s=three' },
  writesIn: (sent) =>
    requestsIn(sent)
      .filter((id) => !reading.has(id))
      .map((id) => `request ${id}`),
  write: Buffer.concat([
    Buffer.from('MSGF'),
    uint32(28, 1, 1, 1, 1),
    Buffer.from([1, 0, writeRequest & 255, writeRequest >> 8]),
  ]),
  start: async (context) => {
    const peer = await startOpcUaPeer(context, { mendTransfer: true })
    const names = ['one', 'two']
    for (const name of names) await peer.send({ do: 'add', name, type: 'Double', value: 0 })
    return {
      port: peer.port,
      say: async (value) => {
        const us = Date.now() * 1_000
        for (const name of names)
          await peer.send({ do: 'write', name, samples: [{ type: 'Double', value, us }] })
      },
      keeps: true,
      stop: () => peer.stop(),
    }
  },
})

/** Kinds of requests on an unencrypted channel: the id at the head of each message's first chunk. */
function requestsIn(sent: Buffer): number[] {
  const begun = new Set<number>()
  const found: number[] = []
  for (let at = 0; at + 28 <= sent.length; at += sent.readUInt32LE(at + 4)) {
    if (sent.toString('latin1', at, at + 3) !== 'MSG') continue
    const request = sent.readUInt32LE(at + 20)
    if (begun.has(request)) continue
    begun.add(request)
    // A node id of four bytes: its kind, its namespace, its number.
    found.push(sent[at + 24] === 1 ? sent.readUInt16LE(at + 26) : NaN)
  }
  return found
}

function uint32(...values: number[]): Buffer {
  const bytes = Buffer.alloc(4 * values.length)
  values.forEach((value, at) => bytes.writeUInt32LE(value, 4 * at))
  return bytes
}
