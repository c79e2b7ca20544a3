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
  #distinct = new Map<string, Buffer>()

  /** An order in which all values look well, said once where several different ones look odd together. */
  look(address: ModbusAddress, start: number, answer: Buffer): Order | undefined {
    if (this.#seen >= given || !canBeTurned(address)) return undefined
    this.#seen++
    const index = (placeOf(address).offset - start) * 2
    const bytes = Buffer.from(answer.subarray(index, index + widthOf(address) * 2))
    // Zero looks the same in every order.
    if (bytes.some((byte) => byte !== 0)) this.#distinct.set(bytes.toString('hex'), bytes)
    if (this.#distinct.size < enough) return undefined
    this.#seen = given
    return orderOf([...this.#distinct.values()], address)
  }
}

function orderOf(all: Buffer[], address: ModbusAddress): Order | undefined {
  const valuesIn = (order: Order) => all.map((bytes) => valueIn(bytes, address, order))
  const own = valuesIn(address.order)
  if (spread(own) < 1e6 && !own.every((value) => isOdd(value, address))) return undefined
  return orders.find((order) => {
    const values = valuesIn(order)
    return order !== address.order && values.every(isPlain) && spread(values) < 1e3
  })
}

/** A measured value does not jump by many powers of ten from one reading to the next. */
function spread(values: number[]): number {
  const sizes = values.map(Math.abs).filter((size) => size > 0)
  return sizes.every(Number.isFinite) ? Math.max(...sizes, 1e-300) / Math.min(...sizes, 1e300) : Infinity
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
