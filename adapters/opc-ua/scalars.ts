/** OPC UA's built-in types as the five kinds of value that a sample can come from. */
import { DataType } from 'node-opcua-client'
import type { LocalizedText, QualifiedName, StatusCode } from 'node-opcua-client'
import type { ValueType } from '#adapters/sample-batch.ts'
import { statusName } from './status.ts'
import { dateMicros } from './times.ts'

/** A value with what it is; `time` is epoch µs, `code` a status with its name. */
export type Scalar =
  | { kind: 'none' }
  | { kind: 'boolean'; value: boolean }
  | { kind: 'integer'; value: bigint }
  | { kind: 'float'; value: number }
  | { kind: 'text'; value: string }
  | { kind: 'time'; value: bigint }
  | { kind: 'code'; value: bigint; name: string }

const small = new Set<DataType>([
  DataType.SByte,
  DataType.Byte,
  DataType.Int16,
  DataType.UInt16,
  DataType.Int32,
  DataType.UInt32,
])
const large = new Set<DataType>([DataType.Int64, DataType.UInt64])

/** Undefined: not a single value (a structure, a value in a value, diagnostics). */
export function toScalar(type: DataType, value: unknown): Scalar | undefined {
  if (small.has(type)) return { kind: 'integer', value: BigInt(value as number) }
  if (type === DataType.Float || type === DataType.Double) return { kind: 'float', value: value as number }
  if (type === DataType.Boolean) return { kind: 'boolean', value: value as boolean }
  if (type === DataType.Null) return { kind: 'none' }
  if (large.has(type)) return { kind: 'integer', value: bigOf(type, value as [number, number]) }
  if (type === DataType.DateTime)
    return value ? { kind: 'time', value: dateMicros(value as Date) } : { kind: 'none' }
  if (type === DataType.StatusCode) return codeOf(value as StatusCode)
  const text = textOf(type, value)
  return text === undefined ? undefined : { kind: 'text', value: text }
}

/** The library has the halves of a 64-bit integer, high before low. */
function bigOf(type: DataType, [high, low]: [number, number]): bigint {
  const bits = (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0)
  return type === DataType.Int64 ? BigInt.asIntN(64, bits) : bits
}

function codeOf(status: StatusCode): Scalar {
  return { kind: 'code', value: BigInt(status.value), name: statusName(status.value) || 'Good' }
}

/** A text that is null counts as empty: OPC UA's servers do not tell them apart reliably. */
function textOf(type: DataType, value: unknown): string | undefined {
  switch (type) {
    case DataType.String:
    case DataType.XmlElement:
      return (value as string | null) ?? ''
    case DataType.LocalizedText:
      return (value as LocalizedText | null)?.text ?? ''
    case DataType.QualifiedName:
      return qualifiedName(value as QualifiedName | null)
    case DataType.ByteString:
      return (value as Buffer | null)?.toString('base64') ?? ''
    case DataType.Guid:
    case DataType.NodeId:
    case DataType.ExpandedNodeId:
      return value === null || value === undefined ? '' : String(value)
    default:
      return undefined
  }
}

function qualifiedName(value: QualifiedName | null): string {
  if (!value) return ''
  return value.namespaceIndex ? `${value.namespaceIndex}:${value.name ?? ''}` : (value.name ?? '')
}

/** As what a built-in type is offered. Undefined: it is no single value. */
export function offeredType(type: DataType): Exclude<ValueType, 'none'> | undefined {
  if (small.has(type) || large.has(type)) return 'integer'
  if (type === DataType.Float || type === DataType.Double) return 'number'
  if (type === DataType.Boolean) return 'boolean'
  if (type === DataType.DateTime || type === DataType.StatusCode) return 'text'
  return textOf(type, null) === undefined ? undefined : 'text'
}
