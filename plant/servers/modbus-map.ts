/** Where each tag lies in the registers of its line's unit. Made from the tags' order; written to `modbus-map.csv`. */
import type { PlantTag } from '#plant/tags/catalog.ts'
import type { TagValue } from '#plant/tags/measure.ts'

export const tables = ['coil', 'discrete', 'holding', 'input'] as const
export type RegisterTable = (typeof tables)[number]
/** Order of the bytes of a value of several registers, A the highest: ABCD as most, CDAB with words exchanged. */
export const wordOrders = ['ABCD', 'CDAB', 'BADC', 'DCBA'] as const
export type WordOrder = (typeof wordOrders)[number]
export type RegisterType = 'bit' | 'int16' | 'uint32' | 'bcd32' | 'int64' | 'float32' | 'float64' | 'string'

export interface RegisterEntry {
  tag: PlantTag
  unit: number
  table: RegisterTable
  address: number
  /** Registers, or 1 bit. */
  length: number
  type: RegisterType
  order: WordOrder
  /** What the register's number is multiplied by to get the tag's unit. */
  scale: number
}

const textRegisters = 8
/** After so many entries of a table some registers are not there: reading them is refused, as by real devices. */
const holeAfter = 10
const holeSize = 3

/** Unit 1 is the first line. */
export function makeMap(tags: PlantTag[]): RegisterEntry[] {
  const next = new Map<string, { address: number; entries: number }>()
  return tags.map((tag, index) => {
    const { table, type, length, scale } = shapeOf(tag)
    const unit = (tag.line % 247) + 1
    const place = next.get(`${unit} ${table}`) ?? { address: 100, entries: 0 }
    const hole = place.entries > 0 && place.entries % holeAfter === 0 ? holeSize : 0
    const address = place.address + hole
    next.set(`${unit} ${table}`, { address: address + length, entries: place.entries + 1 })
    const order = wordOrders[index % wordOrders.length]
    return { tag, unit, table, address, length, type, order, scale }
  })
}

function shapeOf(tag: PlantTag): Pick<RegisterEntry, 'table' | 'type' | 'length' | 'scale'> {
  const name = tag.path.slice(tag.path.lastIndexOf('/') + 1)
  if (tag.type === 'boolean')
    return { table: name === 'running' ? 'coil' : 'discrete', type: 'bit', length: 1, scale: 1 }
  if (tag.type === 'text') return { table: 'holding', type: 'string', length: textRegisters, scale: 1 }
  if (name === 'starts') return { table: 'holding', type: 'bcd32', length: 2, scale: 1 }
  if (tag.type === 'int' && tag.unit === '1') return { table: 'input', type: 'uint32', length: 2, scale: 1 }
  if (tag.type === 'int') return { table: 'input', type: 'int64', length: 4, scale: 1 }
  if (name === 'intake-temperature') return { table: 'holding', type: 'int16', length: 1, scale: 0.1 }
  if (tag.kind === 'counter') return { table: 'input', type: 'float64', length: 4, scale: 1 }
  return { table: 'input', type: 'float32', length: 2, scale: 1 }
}

/** What the registers can say of a value, before `scale`. */
export function wireValue({ type, scale }: RegisterEntry, value: TagValue): TagValue {
  if (type === 'float32') return Math.fround(Number(value))
  if (type === 'int16') return Math.max(-32_768, Math.min(32_767, Math.round(Number(value) / scale)))
  if (type === 'uint32') return Number(value) % 4_294_967_296
  return type === 'bcd32' ? Number(value) % 100_000_000 : value
}

/** As big-endian registers in the entry's order. */
export function registersOf({ type, order, length }: RegisterEntry, value: TagValue): Buffer {
  const bytes = Buffer.alloc(length * 2)
  if (type === 'int16') bytes.writeInt16BE(Number(value))
  if (type === 'uint32') bytes.writeUInt32BE(Number(value))
  if (type === 'bcd32') bytes.write(String(value).padStart(8, '0'), 'hex')
  if (type === 'int64') bytes.writeBigInt64BE(BigInt(value))
  if (type === 'float32') bytes.writeFloatBE(Number(value))
  if (type === 'float64') bytes.writeDoubleBE(Number(value))
  if (type === 'string') bytes.write(String(value).slice(0, length * 2), 'latin1')
  return type === 'string' || length === 1 ? bytes : ordered(bytes, order)
}

/** ABCD -> the wanted order, for any number of words. */
function ordered(bytes: Buffer, order: WordOrder): Buffer {
  const words = Array.from({ length: bytes.length / 2 }, (_, i) => bytes.subarray(2 * i, 2 * i + 2))
  const arranged = order === 'CDAB' || order === 'DCBA' ? words.toReversed() : words
  const isSwapped = order === 'BADC' || order === 'DCBA'
  return Buffer.concat(arranged.map((word) => (isSwapped ? Buffer.from([word[1], word[0]]) : word)))
}

export function mapAsCsv(map: RegisterEntry[]): string {
  const header = 'tag,unit_id,table,address,registers,type,order,scale,unit'
  const lines = map.map(({ tag, unit, table, address, length, type, order, scale }) =>
    [tag.name, unit, table, address, length, type, order, scale, tag.unit ?? ''].join(','),
  )
  return [header, ...lines, ''].join('\n')
}
