/** What of a payload could be a tag. */
import type { BrowseItem } from '#adapters/adapter.ts'
import type { MqttAddress } from '../address.ts'
import { isSparkplug } from '../sparkplug/edge-nodes.ts'
import { decodeSparkplug } from '../sparkplug/payload.ts'
import { MalformedMessage } from '../sparkplug/protobuf.ts'
import { tagTypeOf } from '../sparkplug/words.ts'
import type { SparkplugMetric } from '../sparkplug/words.ts'

const maxFields = 500
const maxDepth = 6

type Item = BrowseItem<MqttAddress>
type Type = NonNullable<Item['tag']>['type']

export function tagsOfPayload(topic: string, payload: Buffer): Item[] {
  if (isSparkplug(topic)) return metricsOf(topic, payload)
  const text = payload.toString('utf8')
  const json = parse(text)
  if (typeof json === 'object' && json !== null) return fieldsOf(topic, json)
  return [item(topic, topic, { format: 'plain', topic }, typeOf(json ?? text) ?? 'text')]
}

function item(id: string, name: string, address: MqttAddress, type: Type, unitText?: string): Item {
  return {
    id,
    name,
    hasChildren: false,
    tag: { address, type, ...(unitText && { unitText }), canRead: true },
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

function fieldsOf(topic: string, root: object): Item[] {
  const items: Item[] = []
  const walk = (value: unknown, path: string, depth: number): void => {
    if (items.length >= maxFields || depth > maxDepth) return
    if (typeof value === 'object' && value !== null) {
      const isList = Array.isArray(value)
      for (const [name, part] of Object.entries(value))
        walk(part, path + (isList ? `[${name}]` : stepOf(name)), depth + 1)
      return
    }
    const type = typeOf(value)
    if (type) items.push(item(`${topic}\0${path}`, path.slice(2), { format: 'json', topic, path }, type))
  }
  walk(root, '$', 0)
  return items
}

const stepOf = (name: string): string =>
  /^[\p{L}_][\p{L}\p{N}_-]*$/u.test(name) ? `.${name}` : `['${name.replaceAll(/['\\]/g, '\\$&')}']`

function typeOf(value: unknown): Type | undefined {
  if (typeof value === 'boolean') return 'boolean'
  if (typeof value === 'number') return 'number'
  return typeof value === 'string' ? 'text' : undefined
}

/** Only births name metrics with their types. */
function metricsOf(topic: string, payload: Buffer): Item[] {
  const found = /^spBv1\.0\/([^/]+)\/[ND]BIRTH\/([^/]+)(?:\/([^/]+))?$/.exec(topic)
  if (!found) return []
  const [, group, node, device] = found
  return namedMetrics(payload).flatMap(({ name = '', datatype = 0, unit }) => {
    const type = tagTypeOf(datatype)
    const at = { format: 'sparkplug', group, node, ...(device && { device }), metric: name } as const
    return type && name ? [item(`${topic}\0${name}`, name, at, type, unit)] : []
  })
}

function namedMetrics(payload: Buffer): SparkplugMetric[] {
  try {
    return decodeSparkplug(payload).metrics.slice(0, maxFields)
  } catch (error) {
    if (error instanceof MalformedMessage) return []
    throw error
  }
}
