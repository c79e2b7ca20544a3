/** Which protocols there are, as data for pages, without their libraries (those: loaders.ts). */
import { z } from 'zod'
import type { LocalText } from './adapter.ts'
import type { Protocol } from './host-contract.ts'
import { modbusAddress } from './modbus/address.ts'
import { modbusConfig } from './modbus/config.ts'
import { mqttAddress } from './mqtt/address.ts'
import { mqttConfig } from './mqtt/config.ts'
import { opcUaAddress } from './opc-ua/address.ts'
import { opcUaConfig } from './opc-ua/config.ts'

export interface CatalogEntry {
  protocol: string
  title: LocalText
  description: LocalText
  version: number
  config: z.ZodType
  address: z.ZodType
}

export const catalog: CatalogEntry[] = [
  {
    protocol: 'opc-ua',
    title: { de: 'OPC UA', en: 'OPC UA' },
    description: {
      de: 'Steuerungen und Gateways mit einem OPC-UA-Server: browsen, abonnieren, Verlauf lesen.',
      en: 'Controllers and gateways with an OPC UA server: browse, subscribe, read history.',
    },
    version: 1,
    config: opcUaConfig,
    address: opcUaAddress,
  },
  {
    protocol: 'mqtt',
    title: { de: 'MQTT', en: 'MQTT' },
    description: {
      de: 'Werte von einem MQTT-Broker: Zahlen, JSON, CSV, Texte und Sparkplug B',
      en: 'Values from an MQTT broker: numbers, JSON, CSV, texts and Sparkplug B',
    },
    version: 1,
    config: mqttConfig,
    address: mqttAddress,
  },
  {
    protocol: 'modbus',
    title: { de: 'Modbus', en: 'Modbus' },
    description: {
      de: 'Register und Bits über Modbus TCP oder RTU über TCP',
      en: 'Registers and bits by Modbus TCP or RTU over TCP',
    },
    version: 1,
    config: modbusConfig,
    address: modbusAddress,
  },
]

/** As data. */
export function describeProtocol(entry: CatalogEntry & { isForeign?: boolean }): Protocol {
  const { protocol, title, description, version, isForeign = false } = entry
  return { protocol, title, description, version, isForeign, ...jsonSchemasOf(entry) }
}

function jsonSchemasOf({ config, address }: Pick<CatalogEntry, 'config' | 'address'>) {
  const options = { target: 'draft-7', io: 'input', unrepresentable: 'any' } as const
  return { config: z.toJSONSchema(config, options), address: z.toJSONSchema(address, options) }
}
