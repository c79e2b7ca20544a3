/** The simulated plant as people connect it: three connections and their tags, made through the gateway. */
import type { TagAddresses } from '#plant/control/tag-addresses.ts'
import type { HttpGateway } from '#test/fixtures/http-gateway.ts'
import type { TestPlant } from '#test/fixtures/plant.ts'
import type { TagPair } from './tally-plant.ts'

export const ways = ['opc-ua', 'mqtt', 'modbus'] as const
export type Way = (typeof ways)[number]

export interface Machine {
  way: Way
  connectionId: string
  pairs: TagPair[]
  /** In the historian: counts the ticks of the plant, so that it changes with each. */
  counter: number
}

/** Silence for twice as long ends a session. */
const staleAfterMs = 2_000
const pollMs = 500

type Wanted = { name: string; type: string; address: unknown; intervalMs?: number }

const types = { float: 'number', single: 'number', int: 'integer', boolean: 'boolean', text: 'text' } as const

/** Throws where the gateway refuses anything. */
export async function connectPlant(gateway: HttpGateway, plant: TestPlant): Promise<Machine[]> {
  const tags = await plant.client.tags()
  const machines: Machine[] = []
  for (const way of ways) machines.push(await connectOne(gateway, { plant, way, tags }))
  return machines
}

async function connectOne(
  gateway: HttpGateway,
  { plant, way, tags }: { plant: TestPlant; way: Way; tags: TagAddresses[] },
): Promise<Machine> {
  const { id } = await ask<{ id: string }>(gateway, 'connections.create', {
    ...{ name: `plant by ${way}`, protocol: way, staleAfterMs, config: configOf(way, plant) },
  })
  const own = tags.flatMap((tag) => {
    const address = addressOf(way, tag)
    return address ? [{ tag, address }] : []
  })
  const saved = await ask<{ ids: number[]; problems: unknown[] }>(gateway, 'tags.create', {
    connectionId: id,
    tags: own.map(({ tag, address }) => wanted(way, tag, address)),
  })
  if (saved.problems.length > 0) throw new Error(`tags were refused: ${JSON.stringify(saved.problems[0])}`)
  const pairs = own.map(({ tag }, index) => ({
    ...{ channel: way, tag: tag.id, historianTag: saved.ids[index], connectionId: id },
  }))
  const counter = pairs[own.findIndex(({ tag }) => tag.name.endsWith(`/plant/${way}/counter`))]
  return { way, connectionId: id, pairs, counter: counter.historianTag }
}

function wanted(way: Way, tag: TagAddresses, address: unknown): Wanted {
  const isScaled = way === 'modbus' && tag.modbus?.type === 'int16'
  const type = isScaled ? 'number' : types[tag.type]
  return { name: `${way} ${tag.name}`, type, address, ...(way === 'modbus' && { intervalMs: pollMs }) }
}

function configOf(way: Way, { client: { file } }: TestPlant): object {
  const target = { host: '127.0.0.1', port: file.ports[way] }
  if (way === 'opc-ua') return { url: file.opcUa, security: { mode: 'none' } }
  if (way === 'mqtt') return { ...target, version: '3.1.1', clientId: 'drill', keepAliveS: 5, qos: 1 }
  return target
}

function addressOf(way: Way, { opcUa, mqtt, modbus }: TagAddresses): object | undefined {
  if (way === 'opc-ua') return opcUa && { node: `nsu=${opcUa.namespaceUri};${opcUa.nodeId}` }
  if (way === 'mqtt')
    return (
      mqtt && {
        ...{ format: 'json', topic: mqtt.topic, path: mqtt.valuePath },
        time: { path: mqtt.timePath, as: { format: 'epoch', unit: 'ms' } },
      }
    )
  if (!modbus) return undefined
  const { unit, table, address, type, order, length } = modbus
  const place = { unit, at: `${table}:${address}` }
  if (type === 'bit') return place
  return { ...place, as: type, order, ...(type === 'string' && { registers: length, order: undefined }) }
}

async function ask<T>(gateway: HttpGateway, path: string, input: object): Promise<T> {
  const { status, data } = await gateway.call(path, input)
  if (status !== 200) throw new Error(`${path} was answered ${status}: ${JSON.stringify(data)}`)
  return data as T
}
