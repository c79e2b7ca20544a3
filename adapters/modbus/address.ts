/** Where a value lies in a device, and how its registers are to be read. */
import { z } from 'zod'

export const tables = ['coil', 'discrete', 'input', 'holding'] as const
export type Table = (typeof tables)[number]
export const isBitTable = (table: Table): boolean => table === 'coil' || table === 'discrete'

/** A place as it is sent: counted from 0. */
export interface Place {
  table: Table
  offset: number
  /** Of a register; 0 is the lowest. */
  bit?: number
}

const prefixes: Record<string, Table> = {
  coil: 'coil',
  co: 'coil',
  discrete: 'discrete',
  di: 'discrete',
  input: 'input',
  ir: 'input',
  holding: 'holding',
  hr: 'holding',
}
const digits: Record<string, Table> = { 0: 'coil', 1: 'discrete', 3: 'input', 4: 'holding' }

/**
 * `40001` or `400001`: the first digit names the table (0 coil, 1 discrete, 3 input, 4 holding), the rest counts from 1.
 * `holding:0`, `hr:0x1F`: counts from 0. A bit of a register follows after a point: `40001.5`. Undefined: none of these.
 */
export function parsePlace(text: string): Place | undefined {
  const found = /^(?:([0134])(\d{4,5})|([a-z]+):(?:(\d{1,5})|0x([0-9a-f]{1,4})))(?:\.(\d{1,2}))?$/i.exec(text)
  if (!found) return undefined
  const [, digit, counted, prefix, decimal, hex, bitText] = found
  const table = digit === undefined ? prefixes[prefix.toLowerCase()] : digits[digit]
  const offset =
    digit === undefined ? (decimal === undefined ? parseInt(hex, 16) : Number(decimal)) : Number(counted) - 1
  const bit = bitText === undefined ? undefined : Number(bitText)
  if (!table || offset < 0 || offset > 65_535) return undefined
  if (bit !== undefined && (bit > 15 || isBitTable(table))) return undefined
  return { table, offset, ...(bit !== undefined && { bit }) }
}

export const encodings = [
  ...(['int16', 'uint16', 'int32', 'uint32', 'int64', 'uint64', 'float32', 'float64'] as const),
  ...(['bcd16', 'bcd32', 'bcd64', 'string'] as const),
] as const
export type Encoding = (typeof encodings)[number]

const registersOf: Record<Exclude<Encoding, 'string'>, number> = {
  ...{ int16: 1, uint16: 1, int32: 2, uint32: 2, int64: 4, uint64: 4 },
  ...{ float32: 2, float64: 4, bcd16: 1, bcd32: 2, bcd64: 4 },
}

const fields = z.strictObject({
  unit: z
    .int()
    .min(0)
    .max(255)
    .default(1)
    .describe('Device behind the address; a device of its own is mostly 1 or 255'),
  at: z
    .string()
    .max(20)
    .refine((text) => parsePlace(text) !== undefined, { error: 'not a place' })
    .describe('40001 (counted from 1), holding:0 or hr:0x1F (from 0), 40001.5 (a bit)'),
  as: z.enum(encodings).default('uint16').describe('Coils, discrete inputs and bits need none'),
  order: z
    .enum(['ABCD', 'CDAB', 'BADC', 'DCBA'])
    .default('ABCD')
    .describe('How the device lays out bytes; CDAB: the lower word first'),
  registers: z.int().min(1).max(125).optional().describe('Length of a string'),
})

export const modbusAddress = fields
  .refine(({ as, registers }) => (as === 'string') === (registers !== undefined), {
    error: 'a string needs its number of registers, nothing else has one',
  })
  .refine((address) => endOf(address) <= 65_536, { error: 'ends beyond the last register' })
export type ModbusAddress = z.infer<typeof fields>

/** A place of the schema's making. */
export function placeOf({ at }: ModbusAddress): Place {
  const place = parsePlace(at)
  if (!place) throw new RangeError(`${at} is no place`)
  return place
}

/** How many registers, or bits of a table of bits, the value takes. */
export function widthOf(address: ModbusAddress): number {
  const { table, bit } = placeOf(address)
  if (isBitTable(table) || bit !== undefined) return 1
  return address.as === 'string' ? (address.registers ?? 1) : registersOf[address.as]
}

function endOf(address: ModbusAddress): number {
  return parsePlace(address.at) ? placeOf(address).offset + widthOf(address) : 0
}
