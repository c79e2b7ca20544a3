/** Sparkplug B's payload, decoded by hand. Field numbers are those of the Sparkplug specification 3.0, section 6. */
import { MalformedMessage, ProtobufReader, wire } from './protobuf.ts'
import type { SparkplugMetric, SparkplugPayload, SparkplugValue } from './words.ts'

/** Beyond these a payload is refused: no edge node comes near them. */
export const sparkplugLimits = { metrics: 50_000, nameBytes: 1_000, templateDepth: 8 } as const

/** In the year 2255: a sample cannot say a later time. */
const lastMs = Math.floor(Number.MAX_SAFE_INTEGER / 1_000)

interface Count {
  metrics: number
}

/** Throws `MalformedMessage` for bytes that are no payload. */
export function decodeSparkplug(bytes: Uint8Array): SparkplugPayload {
  const payload: SparkplugPayload = { metrics: [] }
  const count = { metrics: 0 }
  const reader = new ProtobufReader(bytes)
  while (!reader.isAtEnd) {
    const { field, type } = reader.tag()
    if (field === 1 && type === wire.varint) payload.timestampMs = timestamp(reader)
    else if (field === 2 && type === wire.bytes) payload.metrics.push(metric(reader.message(), count, 0))
    else if (field === 3 && type === wire.varint) payload.seq = Number(reader.uint64())
    else reader.skip(type)
  }
  return payload
}

function metric(reader: ProtobufReader, count: Count, depth: number): SparkplugMetric {
  if (++count.metrics > sparkplugLimits.metrics) throw new MalformedMessage('too many metrics')
  const read: SparkplugMetric = {
    isHistorical: false,
    isTransient: false,
    isNull: false,
    value: { kind: 'none' },
  }
  while (!reader.isAtEnd) {
    const { field, type } = reader.tag()
    if (!readAbout(read, reader, field, type) && !readValue(read, reader, field, type, { count, depth }))
      reader.skip(type)
  }
  return read
}

/** What is said about a metric beside its value. */
function readAbout(read: SparkplugMetric, reader: ProtobufReader, field: number, type: number): boolean {
  if (type === wire.varint) {
    if (field === 2) read.alias = reader.uint64()
    else if (field === 3) read.timestampMs = timestamp(reader)
    else if (field === 4) read.datatype = reader.uint32()
    else if (field === 5) read.isHistorical = reader.boolean()
    else if (field === 6) read.isTransient = reader.boolean()
    else if (field === 7) read.isNull = reader.boolean()
    else return false
    return true
  }
  if (type !== wire.bytes) return false
  if (field === 1) read.name = name(reader)
  else if (field === 9) Object.assign(read, properties(reader.message()))
  else return false
  return true
}

function readValue(
  read: SparkplugMetric,
  reader: ProtobufReader,
  field: number,
  type: number,
  at: { count: Count; depth: number },
): boolean {
  const value = scalar(reader, field - 10, type)
  if (value) read.value = value
  else if (field === 16 && type === wire.bytes) read.value = { kind: 'bytes', value: reader.content() }
  else if (field === 17 && type === wire.bytes)
    read.value = { kind: 'dataset', bytes: reader.content().length }
  else if (field === 18 && type === wire.bytes)
    read.value = { kind: 'template', metrics: template(reader.message(), at.count, at.depth + 1) }
  else return false
  return true
}

/** The six kinds that metrics and properties both have, in the same order. */
function scalar(reader: ProtobufReader, kind: number, type: number): SparkplugValue | undefined {
  if (kind === 0 && type === wire.varint) return { kind: 'integer', value: reader.uint64() }
  if (kind === 1 && type === wire.varint) return { kind: 'integer', value: reader.uint64() }
  if (kind === 2 && type === wire.fixed32) return { kind: 'number', value: reader.float() }
  if (kind === 3 && type === wire.fixed64) return { kind: 'number', value: reader.double() }
  if (kind === 4 && type === wire.varint) return { kind: 'boolean', value: reader.boolean() }
  if (kind === 5 && type === wire.bytes) return { kind: 'text', value: reader.text() }
  return undefined
}

function template(reader: ProtobufReader, count: Count, depth: number): SparkplugMetric[] {
  if (depth > sparkplugLimits.templateDepth) throw new MalformedMessage('templates are nested too deeply')
  const metrics: SparkplugMetric[] = []
  while (!reader.isAtEnd) {
    const { field, type } = reader.tag()
    if (field === 2 && type === wire.bytes) metrics.push(metric(reader.message(), count, depth))
    else reader.skip(type)
  }
  return metrics
}

/** Of all properties only the two that say something about every value. */
function properties(reader: ProtobufReader): Pick<SparkplugMetric, 'quality' | 'unit'> {
  const keys: string[] = []
  const values: (SparkplugValue | undefined)[] = []
  while (!reader.isAtEnd) {
    const { field, type } = reader.tag()
    if (field === 1 && type === wire.bytes) keys.push(name(reader))
    else if (field === 2 && type === wire.bytes) values.push(property(reader.message()))
    else reader.skip(type)
  }
  const named = (wanted: string) => values[keys.findIndex((key) => key.toLowerCase() === wanted)]
  const [quality, unit] = [named('quality'), named('engunit')]
  return {
    ...(quality?.kind === 'integer' && { quality: Number(quality.value) }),
    ...(unit?.kind === 'text' && { unit: unit.value.slice(0, 100) }),
  }
}

function property(reader: ProtobufReader): SparkplugValue | undefined {
  let value: SparkplugValue | undefined
  while (!reader.isAtEnd) {
    const { field, type } = reader.tag()
    const read = scalar(reader, field - 3, type)
    if (read) value = read
    else reader.skip(type)
  }
  return value
}

function name(reader: ProtobufReader): string {
  const content = reader.content()
  if (content.length > sparkplugLimits.nameBytes) throw new MalformedMessage('a name is too long')
  return Buffer.from(content.buffer, content.byteOffset, content.length).toString('utf8')
}

/** Epoch ms. */
function timestamp(reader: ProtobufReader): number | undefined {
  const ms = Number(reader.uint64())
  return ms <= lastMs ? ms : undefined
}
