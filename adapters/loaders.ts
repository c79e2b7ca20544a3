/** The code of the protocols in catalog.ts, loaded when it is needed. */
import type { Adapter } from './adapter.ts'

export const loaders: Record<string, () => Promise<Adapter>> = {
  'opc-ua': async () => (await import('./opc-ua/index.ts')).adapter as Adapter,
  mqtt: async () => (await import('./mqtt/index.ts')).adapter as Adapter,
  modbus: async () => (await import('./modbus/index.ts')).adapter as Adapter,
}
