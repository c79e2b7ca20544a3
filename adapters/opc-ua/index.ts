/** OPC UA: see README.md. */
import type { Adapter } from '#adapters/adapter.ts'
import { opcUaAddress } from './address.ts'
import type { OpcUaAddress } from './address.ts'
import { opcUaConfig, targetOf } from './config.ts'
import type { OpcUaConfig } from './config.ts'
import { openSession } from './session.ts'

export const adapter: Adapter<OpcUaConfig, OpcUaAddress> = {
  protocol: 'opc-ua',
  title: { de: 'OPC UA', en: 'OPC UA' },
  description: {
    de: 'Steuerungen und Gateways mit einem OPC-UA-Server: browsen, abonnieren, Verlauf lesen.',
    en: 'Controllers and gateways with an OPC UA server: browse, subscribe, read history.',
  },
  version: 1,
  tellsOutages: true,
  config: opcUaConfig,
  address: opcUaAddress,
  targets: ({ url }) => [targetOf(url)],
  connect: openSession,
}
