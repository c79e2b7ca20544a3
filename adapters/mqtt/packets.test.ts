import fc from 'fast-check'
import { expect, test } from 'vitest'
import { MalformedPacket, PacketCutter, PacketTooLarge, acknowledgementsOf, readPublish } from './packets.ts'

/** Worked out by hand from MQTT 3.1.1, section 3.3, and MQTT 5, section 3.3. */
test.for<[string, boolean, object]>([
  ['3006000161323231', false, { topic: 'a', payload: '221', qos: 0, retain: false, dup: false }],
  ['3b0700016100073231', false, { topic: 'a', payload: '21', qos: 1, retain: true, dup: true, id: 7 }],
  ['32080001610102 00 3231', true, { topic: 'a', payload: '21', qos: 1, retain: false, dup: false, id: 258 }],
  ['300700016102010132', true, { topic: 'a', payload: '2', qos: 0, retain: false, dup: false }],
  ['300500 02c3a4 31', false, { topic: 'ä', payload: '1', qos: 0, retain: false, dup: false }],
])('%s is read', ([hex, isVersion5, expected]) => {
  const packet = Buffer.from(hex.replaceAll(' ', ''), 'hex')
  const read = readPublish(packet, isVersion5)
  expect(read && { ...read, payload: read.payload.toString() }).toEqual(expected)
})

test('other packets, and messages of QoS 2, are left to others', () => {
  for (const first of [0x10, 0x20, 0x34, 0x40, 0x90, 0xd0, 0xe0])
    expect(readPublish(Buffer.from([first, 5, 0, 1, 97, 0, 1]), false)).toBeUndefined()
})

test('acknowledgements name their messages', () => {
  expect(acknowledgementsOf([1, 258, 65_535]).toString('hex')).toBe('40020001400201024002ffff')
})

const packets = [
  Buffer.from('3006000161323231', 'hex'),
  Buffer.from('d000', 'hex'),
  Buffer.concat([Buffer.from([0x30, 0xc8, 0x01, 0, 1, 97]), Buffer.alloc(197, 120)]),
  Buffer.from('40020001', 'hex'),
]

test('packets come out whole, however the stream was cut', () => {
  const stream = Buffer.concat(packets)
  const cuts = fc.uniqueArray(fc.nat(stream.length), { maxLength: 30 })
  fc.assert(
    fc.property(cuts, (at) => {
      const cutter = new PacketCutter(1_000)
      const found: string[] = []
      const edges = [0, ...at.toSorted((a, b) => a - b), stream.length]
      for (let piece = 1; piece < edges.length; piece++)
        cutter.push(stream.subarray(edges[piece - 1], edges[piece]), (packet) =>
          found.push(packet.toString('hex')),
        )
      expect(found).toEqual(packets.map((packet) => packet.toString('hex')))
    }),
    { numRuns: 1_000 },
  )
})

test('what is too large is refused before it comes', () => {
  const [cutter, none] = [new PacketCutter(200), () => undefined]
  cutter.push(Buffer.from([0x30]), none)
  expect(() => cutter.push(Buffer.from([0xc8, 0x01]), none)).toThrow(PacketTooLarge)
  expect(() => new PacketCutter(9).push(Buffer.from([0x30, 0xff, 0xff, 0xff, 0xff]), none)).toThrow(
    MalformedPacket,
  )
})

test('whatever comes is packets, or refused in one of two ways', () => {
  const near = fc
    .tuple(fc.constantFrom(0x30, 0x32, 0x33, 0x34, 0x90), fc.uint8Array({ maxLength: 60 }))
    .map(([first, rest]) => Uint8Array.from([first, rest.length, ...rest]))
  fc.assert(
    fc.property(fc.oneof(near, fc.uint8Array({ maxLength: 300 })), fc.boolean(), (bytes, isVersion5) => {
      try {
        new PacketCutter(500).push(Buffer.from(bytes), (packet) => {
          const read = readPublish(packet, isVersion5)
          if (read) expect(read.payload.length).toBeLessThan(packet.length)
        })
      } catch (error) {
        expect([MalformedPacket, PacketTooLarge]).toContain((error as Error).constructor)
      }
    }),
    { numRuns: 1_000 },
  )
})
