/** Where each tag is found by each protocol that it goes out by: what a connection has to be told. */
import { names } from '#plant/label.ts'
import type { RunningPlant } from '#plant/running-plant.ts'
import { topicOf } from '#plant/servers/mqtt.ts'
import { edgeNode, metricOf } from '#plant/servers/sparkplug.ts'
import type { RegisterEntry } from '#plant/servers/modbus-map.ts'
import { lineName } from '#plant/tags/catalog.ts'
import type { PlantTag } from '#plant/tags/catalog.ts'
import type { TagKind, TagType } from '#plant/tags/measure.ts'

export interface TagAddresses {
  /** As the ledger names it. */
  id: number
  name: string
  unit?: string
  kind: TagKind
  type: TagType
  opcUa?: { namespaceUri: string; nodeId: string }
  /** `$.v` value, `$.t` epoch ms. */
  mqtt?: { topic: string; valuePath: string; timePath: string }
  sparkplug?: { group: string; node: string; device: string; metric: string }
  modbus?: Omit<RegisterEntry, 'tag'>
}

export function tagAddresses(plant: Pick<RunningPlant, 'tags' | 'servers'>): TagAddresses[] {
  const registers = new Map(plant.servers.map.map(({ tag, ...place }) => [tag.id, place]))
  return plant.tags.map((tag) => addressesOf(tag, registers.get(tag.id)))
}

function addressesOf(tag: PlantTag, modbus: TagAddresses['modbus']): TagAddresses {
  const { id, name, unit, kind, type, channels } = tag
  const goesBy = (channel: PlantTag['channels'][number]) => channels.includes(channel)
  const sparkplug = {
    group: names.sparkplugGroup,
    node: edgeNode,
    device: lineName(tag.line),
    metric: metricOf(tag),
  }
  return {
    id,
    name,
    ...(unit !== undefined && { unit }),
    kind,
    type,
    ...(goesBy('opc-ua') && { opcUa: { namespaceUri: names.namespaceUri, nodeId: `s=${name}` } }),
    ...(goesBy('mqtt') && { mqtt: { topic: topicOf(tag), valuePath: '$.v', timePath: '$.t' } }),
    ...(goesBy('sparkplug') && { sparkplug }),
    ...(goesBy('modbus') && modbus && { modbus }),
  }
}
