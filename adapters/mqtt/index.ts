/** MQTT 5 and 3.1.1, with Sparkplug B. */
import type { Adapter } from '#adapters/adapter.ts'
import { mqttAddress } from './address.ts'
import type { MqttAddress } from './address.ts'
import { mqttConfig } from './config.ts'
import type { MqttConfig } from './config.ts'
import { connect } from './connect.ts'

export const adapter: Adapter<MqttConfig, MqttAddress> = {
  protocol: 'mqtt',
  title: { de: 'MQTT', en: 'MQTT' },
  description: {
    de: 'Werte von einem MQTT-Broker: Zahlen, JSON, CSV, Texte und Sparkplug B',
    en: 'Values from an MQTT broker: numbers, JSON, CSV, texts and Sparkplug B',
  },
  version: 1,
  tellsOutages: true,
  config: mqttConfig,
  address: mqttAddress,
  targets: ({ host, port }) => [{ host, port }],
  connect,
}
