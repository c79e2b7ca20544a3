import { expect, test } from 'vitest'
import { modbusAddress } from './address.ts'
import { WordOrderWatch } from './word-order.ts'

/** 20.1 to 20.6 as float32 (by Python's struct), with the lower word first as some devices send them. */
const swapped = ['cccd41a0', '999a41a1', '666641a2', '333341a3', '000041a4', 'cccd41a4']

function hints(order: string, values: string[]): unknown[] {
  const watch = new WordOrderWatch()
  const address = modbusAddress.parse({ at: 'hr:0', as: 'float32', order })
  return values.map((hex) => watch.look(address, 0, Buffer.from(hex, 'hex'))).filter(Boolean)
}

test('values that only look well in another order give a hint, once', () => {
  expect(hints('ABCD', swapped)).toEqual(['CDAB'])
})

test('the right order, zeros and one odd value give none', () => {
  expect(hints('CDAB', swapped)).toEqual([])
  expect(hints('ABCD', Array(10).fill('00000000') as string[])).toEqual([])
  expect(hints('ABCD', Array(10).fill('cccd41a0') as string[])).toEqual([])
})
