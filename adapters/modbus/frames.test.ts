import fc from 'fast-check'
import { expect, test } from 'vitest'
import { crc16 } from './crc16.ts'
import { InvalidAnswer, questionOf, rtuFraming, tcpFraming } from './frames.ts'

/** Reads two holding registers from 16 of unit 1: worked out by hand. */
const asked = Buffer.from('0103001000020000', 'hex')
const question = questionOf(asked, 7)

test.for([
  ['0007000000070103 0412345678', '01030412345678'],
  ['000700000003018302', '018302'],
  ['000700000007010304123456', undefined],
  ['00070000', undefined],
] as const)('the answer %s is %s', ([received, values]) => {
  const answer = tcpFraming.unwrap(Buffer.from(received.replace(' ', ''), 'hex'), question)
  expect(answer?.subarray(0, -2).toString('hex')).toBe(values)
})

test.for([
  ['another transaction', '00060000000701030412345678'],
  ['another protocol', '00070001000701030412345678'],
  ['another length', '00070000000801030412345678'],
  ['another unit', '00070000000702030412345678'],
  ['another function', '00070000000701040412345678'],
  ['another function', '000700000003018402'],
  ['another number of values', '00070000000501030212340000'],
  ['more than an answer', '0007000000070103041234567800'],
] as const)('%s is no answer', ([what, received]) => {
  expect(() => tcpFraming.unwrap(Buffer.from(received, 'hex'), question)).toThrow(new InvalidAnswer(what))
})

test('a serial frame needs its checksum', () => {
  const body = Buffer.from('01030412345678', 'hex')
  const sum = Buffer.alloc(2)
  sum.writeUInt16LE(crc16(body))
  const frame = Buffer.concat([body, sum])
  expect(rtuFraming.unwrap(frame, question)).toEqual(frame)
  expect(rtuFraming.unwrap(frame.subarray(0, -1), question)).toBeUndefined()
  frame[4] ^= 1
  expect(() => rtuFraming.unwrap(frame, question)).toThrow('a wrong checksum')
})

test('only the four functions that read are ever asked', () => {
  for (let code = 0; code < 256; code++) {
    const frame = Buffer.from(asked)
    frame[1] = code
    if (code >= 1 && code <= 4) expect(questionOf(frame, 1).functionCode).toBe(code)
    else expect(() => questionOf(frame, 1)).toThrow('is no reading')
  }
  expect(() => questionOf(Buffer.alloc(20, 3), 1)).toThrow('is no reading')
})

test('whatever comes is an answer of the right length, incomplete, or invalid', () => {
  const near = fc.tuple(
    fc.constantFrom('0007000000070103', '010304', '0007000000030183'),
    fc.uint8Array({ maxLength: 40 }),
  )
  const anyBytes = fc.oneof(
    fc.uint8Array({ maxLength: 300 }),
    near.map(([begin, rest]) => Buffer.concat([Buffer.from(begin, 'hex'), rest])),
  )
  fc.assert(
    fc.property(anyBytes, fc.constantFrom(tcpFraming, rtuFraming), (bytes, framing) => {
      try {
        const answer = framing.unwrap(Buffer.from(bytes), question)
        if (answer) expect([5, 9]).toContain(answer.length)
      } catch (error) {
        expect(error).toBeInstanceOf(InvalidAnswer)
      }
    }),
    { numRuns: 1_000 },
  )
})
