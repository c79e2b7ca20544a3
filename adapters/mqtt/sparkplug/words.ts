/** What a Sparkplug B payload says, and what its numbers mean. */

export interface SparkplugPayload {
  timestampMs?: number
  /** 0 to 255; a death of an edge node has none. */
  seq?: number
  metrics: SparkplugMetric[]
}

export interface SparkplugMetric {
  name?: string
  alias?: bigint
  timestampMs?: number
  datatype?: number
  isHistorical: boolean
  isTransient: boolean
  isNull: boolean
  value: SparkplugValue
  /** Of the properties: 192 good, 500 stale, 0 bad. */
  quality?: number
  unit?: string
}

export type SparkplugValue =
  | { kind: 'none' }
  /** As it lay in the message: unsigned, 64 bits. What it means the data type says. */
  | { kind: 'integer'; value: bigint }
  | { kind: 'number'; value: number }
  | { kind: 'boolean'; value: boolean }
  | { kind: 'text'; value: string }
  | { kind: 'bytes'; value: Uint8Array }
  | { kind: 'dataset'; bytes: number }
  | { kind: 'template'; metrics: SparkplugMetric[] }

export const dataTypes = {
  int8: 1,
  int16: 2,
  int32: 3,
  int64: 4,
  uint8: 5,
  uint16: 6,
  uint32: 7,
  uint64: 8,
  float: 9,
  double: 10,
  boolean: 11,
  string: 12,
  dateTime: 13,
  text: 14,
  uuid: 15,
  dataset: 16,
  bytes: 17,
  file: 18,
  template: 19,
} as const

const integerBits: Record<number, number> = {
  [dataTypes.int8]: -8,
  [dataTypes.int16]: -16,
  [dataTypes.int32]: -32,
  [dataTypes.int64]: -64,
  [dataTypes.uint8]: 8,
  [dataTypes.uint16]: 16,
  [dataTypes.uint32]: 32,
  [dataTypes.uint64]: 64,
  [dataTypes.dateTime]: 64,
}

/** What an integer of a message means: negative ones lie there as two's complement of 8 to 64 bits. */
export function integerOf(raw: bigint, datatype: number): bigint {
  const bits = integerBits[datatype] ?? 64
  return bits < 0 ? BigInt.asIntN(-bits, raw) : BigInt.asUintN(bits, raw)
}

/** As which a tag of this data type is offered; undefined: it is no single value. */
export function tagTypeOf(datatype: number): 'number' | 'integer' | 'boolean' | 'text' | undefined {
  if (integerBits[datatype] !== undefined) return 'integer'
  if (datatype === dataTypes.float || datatype === dataTypes.double) return 'number'
  if (datatype === dataTypes.boolean) return 'boolean'
  const texts: number[] = [dataTypes.string, dataTypes.text, dataTypes.uuid]
  return texts.includes(datatype) ? 'text' : undefined
}

/** A value as a sample can hold it, or why it cannot. */
export function plainValue(
  metric: SparkplugMetric,
  datatype: number | undefined,
): { value: bigint | number | boolean | string } | { problem: string } {
  const { value } = metric
  switch (value.kind) {
    case 'integer':
      // A boolean is sent as an integer by some edge nodes.
      if (datatype === dataTypes.boolean) return { value: value.value !== 0n }
      return { value: integerOf(value.value, datatype ?? dataTypes.int64) }
    case 'number':
    case 'boolean':
    case 'text':
      return { value: value.value }
    case 'none':
      return { problem: 'sparkplug-no-value' }
    default:
      return { problem: `sparkplug-${value.kind}` }
  }
}
