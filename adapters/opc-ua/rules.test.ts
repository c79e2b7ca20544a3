/** Small rules that need no server. */
import { DataType, DataValue, NodeId, StatusCodes, coerceNodeId } from 'node-opcua-client'
import { describe, expect, it } from 'vitest'
import { sampleAt } from '#adapters/sample-batch.ts'
import { opcUaAddress, resolveNode, stableNode } from './address.ts'
import { opcUaConfig, targetOf } from './config.ts'
import { ItemTable } from './items.ts'
import { queueSize } from './monitor.ts'
import { SampleCollector } from './samples.ts'
import { missingBefore, nextSequence } from './sequence-numbers.ts'
import { problemTexts } from './problem-texts.ts'
import { statusName } from './status.ts'
import { codeOf, unitOf } from './units.ts'

describe('addresses', () => {
  const uri = 'urn:a;b%3B'
  it.each([
    ['nsu=urn:a%3Bb%253B;s=x;y=[1]', 'ns=1;s=x;y=[1]'],
    ['i=2258', 'ns=0;i=2258'],
    ['nsu=urn:c;g=12345678-1234-5678-1234-567812345678', 'ns=2;g=12345678-1234-5678-1234-567812345678'],
  ])('%s is found, and written the same again', (text, node) => {
    const namespaces = ['http://opcfoundation.org/UA/', uri, 'urn:c']
    expect(opcUaAddress.parse({ node: text })).toEqual({ node: text })
    const found = resolveNode(text, namespaces)!
    expect(found.toString().toLowerCase()).toBe(node.toLowerCase())
    expect(stableNode(found, namespaces).toLowerCase()).toBe(text.toLowerCase())
  })

  it('is none without a namespace that the server has', () => {
    expect(resolveNode('nsu=urn:gone;s=x', ['http://opcfoundation.org/UA/'])).toBeUndefined()
    expect(coerceNodeId('ns=1;s=x')).toBeInstanceOf(NodeId)
  })

  it.each(['', 's=', 'x', 'nsu=;s=x', 'ns=x;s=1', 'i=abc'])('refuses %j', (node) => {
    expect(opcUaAddress.safeParse({ node }).success).toBe(false)
  })

  it.each(['', 'x', '[a]', '[1', '.', '..x'])('refuses the path %j', (path) => {
    expect(opcUaAddress.safeParse({ node: 'i=1', path }).success).toBe(false)
  })
})

describe('config', () => {
  it.each([
    ['opc.tcp://plc.example', 'plc.example', 4840],
    ['opc.tcp://10.0.0.1:80/UA', '10.0.0.1', 80],
    ['opc.tcp://[::1]:49320', '::1', 49320],
  ])('%s goes to %s, %i', (url, host, port) => {
    expect(targetOf(opcUaConfig.parse({ url }).url)).toEqual({ host, port })
  })

  it.each(['http://x', 'opc.tcp://', 'opc.tcp://a b', 'opc.tcp://u:p@x'])('refuses %j', (url) => {
    expect(opcUaConfig.safeParse({ url }).success).toBe(false)
  })
})

it('keeps a bad value with its value and the reason', () => {
  const tag = { key: 1, type: 'number' as const, intervalMs: 100, address: { node: 'i=1' } }
  const [item] = new ItemTable().change([tag]).added
  const collector = new SampleCollector(7)
  const sourceTimestamp = new Date(1_000)
  const value = { dataType: DataType.Double, value: 3 }
  collector.add(item, new DataValue({ value, statusCode: StatusCodes.BadSensorFailure, sourceTimestamp }))
  collector.add(item, new DataValue({ value }))
  const batch = collector.builder.take(7)
  const bad = { key: 1, timeUs: 1_000_000, value: 3, quality: 2, status: 'BadSensorFailure' }
  expect([sampleAt(batch, 0), sampleAt(batch, 1)]).toEqual([bad, { key: 1, timeUs: 7, value: 3, quality: 0 }])
})

it('counts sequence numbers around their end, which is followed by 1', () => {
  const top = 0xffffffff
  expect([nextSequence(1), nextSequence(top)]).toEqual([2, 1])
  expect([missingBefore(5, 4), missingBefore(7, 4), missingBefore(4, 4)]).toEqual([0, 2, -1])
  expect([missingBefore(1, top), missingBefore(2, top), missingBefore(top, 1)]).toEqual([0, 1, -1])
})

it('asks for queues that bridge the outage', () => {
  const served = (bridgeMs: number) =>
    ({ context: { bridgeMs }, config: { publishingMs: 200 } }) as Parameters<typeof queueSize>[0]
  expect([queueSize(served(60_000), 200), queueSize(served(0), 10_000)]).toEqual([303, 2])
})

it('knows units by their codes', () => {
  const namespaceUri = 'http://www.opcfoundation.org/UA/units/un/cefact'
  // The numbers are those of OPC 10000-8 for °C, bar and kW·h.
  expect([4408652, 4342098, 4937544].map(codeOf)).toEqual(['CEL', 'BAR', 'KWH'])
  expect(unitOf({ namespaceUri, unitId: 4408652, displayName: { text: '°C' } })).toEqual({
    unit: 'Cel',
    unitText: '°C',
  })
  expect(unitOf({ namespaceUri: 'urn:own', unitId: 4408652, displayName: null })).toEqual({})
})

it('names statuses, also those that nobody knows', () => {
  expect([0, 0x80340000, 0x80340400, 0x8fff0000].map(statusName)).toEqual([
    '',
    'BadNodeIdUnknown',
    'BadNodeIdUnknown',
    '0x8FFF0000',
  ])
})

it('has all its texts in both languages', () => {
  for (const { de, en } of Object.values(problemTexts))
    expect([de.length > 5, en.length > 5]).toEqual([true, true])
})
