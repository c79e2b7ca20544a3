/** Modbus TCP, and serial Modbus frames over TCP. */
import type { Adapter } from '#adapters/adapter.ts'
import { modbusAddress } from './address.ts'
import type { ModbusAddress } from './address.ts'
import { modbusConfig } from './config.ts'
import type { ModbusConfig } from './config.ts'
import { connect } from './session.ts'

export const adapter: Adapter<ModbusConfig, ModbusAddress> = {
  protocol: 'modbus',
  title: { de: 'Modbus', en: 'Modbus' },
  description: {
    de: 'Register und Bits über Modbus TCP oder RTU über TCP',
    en: 'Registers and bits by Modbus TCP or RTU over TCP',
  },
  version: 1,
  config: modbusConfig,
  address: modbusAddress,
  targets: ({ host, port }) => [{ host, port }],
  connect,
}
