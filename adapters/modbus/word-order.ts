/** Notices values that look as if the device laid its bytes out in another order than the tag says. */
import { isBitTable, placeOf, widthOf } from './address.ts'
import type { ModbusAddress } from './address.ts'
import { decodeValue, inOrder } from './decode-registers.ts'
import type { Order } from './decode-registers.ts'

const orders: Order[] = ['ABCD', 'CDAB', 'BADC', 'DCBA']
const enough = 5
const given = 20

/** Looks at the first values of a tag; after that it is settled. */
export class WordOrderWatch {
  #seen = 0
  #odd = new Set<string>()
  #candidates = new Set<Order>(orders)

  /** An order that all values would look well in, said once where several different values look odd. */
  look(address: ModbusAddress, start: number, answer: Buffer): Order | undefined {
    if (this.#seen >= given || !canBeTurned(address)) return undefined
    this.#seen++
    const index = (placeOf(address).offset - start) * 2
    const bytes = answer.subarray(index, index + widthOf(address) * 2)
    if (!isOdd(valueIn(bytes, address, address.order), address)) {
      // Zero looks the same in every order.
      if (bytes.some((byte) => byte !== 0)) this.#seen = given
      return undefined
    }
    this.#odd.add(bytes.toString('hex'))
    for (const order of this.#candidates)
      if (!isPlain(valueIn(bytes, address, order))) this.#candidates.delete(order)
    if (this.#odd.size < enough || this.#candidates.size === 0) return undefined
    this.#seen = given
    return [...this.#candidates][0]
  }
}

function canBeTurned(address: ModbusAddress): boolean {
  const { table, bit } = placeOf(address)
  return !isBitTable(table) && bit === undefined && /^(float|int|uint)(32|64)$/.test(address.as)
}

function valueIn(bytes: Buffer, { as }: ModbusAddress, order: Order): number {
  const decoded = decodeValue(inOrder(bytes, order), as)
  return 'value' in decoded ? Number(decoded.value) : NaN
}

/** No measured value: far too large or small, or an integer of which only the upper words are used. */
function isOdd(value: number, { as }: ModbusAddress): boolean {
  const size = Math.abs(value)
  if (as.startsWith('float')) return !(size >= 1e-12 && size <= 1e15) && value !== 0
  return size >= 2 ** 24
}

function isPlain(value: number): boolean {
  const size = Math.abs(value)
  return value === 0 || (size >= 1e-4 && size < 2 ** 24)
}
