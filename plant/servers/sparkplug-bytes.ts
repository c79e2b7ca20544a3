/** Payloads of Sparkplug B (version 3.0, chapter 6.4), as much of protobuf as an edge node needs to write. */

export const sparkplugTypes = { Int64: 4, UInt64: 8, Float: 9, Double: 10, Boolean: 11, String: 12 } as const
export type SparkplugType = keyof typeof sparkplugTypes

export interface Metric {
  name?: string
  alias?: number
  timeMs: number
  type: SparkplugType
  /** null: there is no value. */
  value: number | boolean | string | null
  unit?: string
  quality?: 0 | 2
}

/** `seq` is absent in NDEATH. */
export function encodePayload(payload: { timeMs: number; seq?: number; metrics: Metric[] }): Buffer {
  const metrics = payload.metrics.map((metric) => bytesField(2, encodeMetric(metric)))
  const seq = payload.seq === undefined ? [] : [intField(3, payload.seq)]
  return Buffer.concat([intField(1, payload.timeMs), ...metrics, ...seq])
}

function encodeMetric({ name, alias, timeMs, type, value, unit, quality }: Metric): Buffer {
  const parts = [
    ...(name === undefined ? [] : [bytesField(1, Buffer.from(name))]),
    ...(alias === undefined ? [] : [intField(2, alias)]),
    intField(3, timeMs),
    intField(4, sparkplugTypes[type]),
    ...(value === null ? [intField(7, 1)] : []),
    ...propertiesOf(unit, quality),
    ...(value === null ? [] : [valueField(type, value)]),
  ]
  return Buffer.concat(parts)
}

function valueField(type: SparkplugType, value: number | boolean | string): Buffer {
  switch (type) {
    case 'Int64':
    case 'UInt64':
      return intField(11, Number(value))
    case 'Float':
      return Buffer.concat([tag(12, 5), fixed(4, (bytes) => bytes.writeFloatLE(Number(value)))])
    case 'Double':
      return Buffer.concat([tag(13, 1), fixed(8, (bytes) => bytes.writeDoubleLE(Number(value)))])
    case 'Boolean':
      return intField(14, value ? 1 : 0)
    case 'String':
      return bytesField(15, Buffer.from(String(value)))
  }
}

/** `engUnit` as text, `Quality` as the codes of chapter 6.4.21: 192 good, 0 bad. */
function propertiesOf(unit: string | undefined, quality: 0 | 2 | undefined): Buffer[] {
  const keys: string[] = []
  const values: Buffer[] = []
  if (unit !== undefined) {
    keys.push('engUnit')
    values.push(Buffer.concat([intField(1, 12), bytesField(8, Buffer.from(unit))]))
  }
  if (quality === 2) {
    keys.push('Quality')
    values.push(Buffer.concat([intField(1, 3), intField(3, 0)]))
  }
  if (keys.length === 0) return []
  const set = [
    ...keys.map((key) => bytesField(1, Buffer.from(key))),
    ...values.map((value) => bytesField(2, value)),
  ]
  return [bytesField(9, Buffer.concat(set))]
}

function tag(field: number, wire: number): Buffer {
  return varint(BigInt((field << 3) | wire))
}

function intField(field: number, value: number): Buffer {
  return Buffer.concat([tag(field, 0), varint(BigInt.asUintN(64, BigInt(value)))])
}

function bytesField(field: number, bytes: Buffer): Buffer {
  return Buffer.concat([tag(field, 2), varint(BigInt(bytes.length)), bytes])
}

function fixed(length: number, write: (bytes: Buffer) => void): Buffer {
  const bytes = Buffer.alloc(length)
  write(bytes)
  return bytes
}

function varint(value: bigint): Buffer {
  const bytes: number[] = []
  let rest = value
  for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128)
  bytes.push(Number(rest))
  return Buffer.from(bytes)
}
