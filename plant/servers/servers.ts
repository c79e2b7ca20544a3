/** All servers of a plant behind their fronts, with the ports they had the last time where these are free. */
import type { Ledger } from '#plant/ledger/ledger.ts'
import { names } from '#plant/label.ts'
import type { Channel, Reading } from '#plant/samples.ts'
import type { PlantTag } from '#plant/tags/catalog.ts'
import type { ChannelName } from '#plant/tags/routes.ts'
import { freePort, loopback } from './free-port.ts'
import { Front } from './front.ts'
import { makeMap } from './modbus-map.ts'
import type { RegisterEntry } from './modbus-map.ts'
import { ModbusServer } from './modbus.ts'
import { MqttChannel, openGivenBroker, openOwnBroker } from './mqtt.ts'
import { OpcUaServer } from './opc-ua.ts'
import { SparkplugChannel } from './sparkplug.ts'
import { rowOf } from '../ledger-rows.ts'

export type FrontName = 'opc-ua' | 'mqtt' | 'modbus'
export type Ports = Partial<Record<FrontName | 'control', number>>

export interface Servers {
  opcUa: OpcUaServer
  mqtt: MqttChannel
  sparkplug: SparkplugChannel
  modbus: ModbusServer
  map: RegisterEntry[]
  channels: Record<ChannelName, Channel>
  /** A given broker has none: its network is not ours. */
  fronts: Partial<Record<FrontName, Front>>
  /** As clients use them. */
  endpoints: { opcUa: string; mqtt: string; modbus: string }
}

export interface ServerOptions {
  folder: string
  tags: PlantTag[]
  ports: Ports
  history: number
  brokerUrl?: string
  ledger: Ledger
}

export async function openServers(options: ServerOptions): Promise<Servers> {
  const by = (channel: ChannelName) => options.tags.filter(({ channels }) => channels.includes(channel))
  const opcUa = await openOpcUa(options, by('opc-ua'))
  const { front: mqttFront, broker, url } = await openBroker(options)
  const sparkplug = new SparkplugChannel(broker.url, by('sparkplug'))
  await sparkplug.open()
  const map = makeMap(by('modbus'))
  const { modbus, front: modbusFront } = await openModbus(options, map)
  const mqtt = new MqttChannel(broker)
  return {
    opcUa: opcUa.server,
    mqtt,
    sparkplug,
    modbus,
    map,
    channels: { 'opc-ua': opcUa.server, mqtt, sparkplug, modbus },
    fronts: { 'opc-ua': opcUa.front, ...(mqttFront && { mqtt: mqttFront }), modbus: modbusFront },
    endpoints: { opcUa: opcUa.server.endpoint, mqtt: url, modbus: `${loopback}:${modbusFront.port}` },
  }
}

async function openOpcUa(
  options: ServerOptions,
  tags: PlantTag[],
): Promise<{ server: OpcUaServer; front: Front }> {
  const publicPort = await freePort(options.ports['opc-ua'])
  const port = await freePort()
  const { folder, history } = options
  const server = new OpcUaServer({ folder, publicPort, port, tags, history })
  await server.open()
  const front = new Front(publicPort, port)
  await front.open()
  return { server, front }
}

async function openBroker({ brokerUrl, ports }: ServerOptions) {
  if (brokerUrl) return { broker: await openGivenBroker(brokerUrl), url: brokerUrl, front: undefined }
  const broker = await openOwnBroker()
  const front = new Front(await freePort(ports.mqtt), broker.port)
  await front.open()
  return { broker, front, url: `mqtt://${loopback}:${front.port}` }
}

async function openModbus({ ledger, ports }: ServerOptions, map: RegisterEntry[]) {
  const keep = (readings: Reading[]): Promise<void> => {
    for (const reading of readings) ledger.add(rowOf(reading, 'modbus', ''))
    return ledger.commit()
  }
  const modbus = new ModbusServer(map, keep)
  const front = new Front(await freePort(ports.modbus), await modbus.open())
  await front.open()
  return { modbus, front }
}

/** Every name by which clients see the plant. */
export function shownNames(): string[] {
  const { product, productUri, namespaceUri, site, topicRoot, sparkplugGroup } = names
  return [product, productUri, namespaceUri, site, topicRoot, sparkplugGroup]
}
