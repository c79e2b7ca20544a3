/** The contract, with a device by pymodbus. */
import type { Adapter } from '#adapters/adapter.ts'
import { describeAdapter } from '#test/adapters/contract.ts'
import { startPymodbus } from '#test/fixtures/pymodbus.ts'
import { adapter } from './index.ts'

/** Codes of Modbus that read: coils, discrete inputs, holding and input registers. */
const reading = [1, 2, 3, 4]

describeAdapter({
  adapter: adapter as Adapter,
  wrong: [
    { config: { host: 'a b' }, field: 'host' },
    { config: { host: 'plc', port: 70_000 }, field: 'port' },
    { config: { host: 'plc', units: [{ unit: 300 }] }, field: 'units.0.unit' },
  ],
  config: (port) => ({ host: '127.0.0.1', port, timeoutMs: 500 }),
  addresses: [{ at: 'hr:0' }, { at: 'hr:1' }],
  absent: { at: 'hr:900' },
  writesIn: (sent) =>
    functionsIn(sent)
      .filter((code) => !reading.includes(code))
      .map((code) => `function ${code}`),
  // Write a single register.
  write: Buffer.from('000100000006010600000001', 'hex'),
  start: async (context) => {
    const device = await startPymodbus(context, { 1: { holding: { 0: [0, 0] } } })
    return {
      port: device.port,
      say: async (value) => device.change({ 0: value, 1: value }),
      keeps: false,
      stop: () => device.stop(),
    }
  },
})

function functionsIn(sent: Buffer): number[] {
  const found: number[] = []
  for (let at = 0; at + 8 <= sent.length; at += 6 + sent.readUInt16BE(at + 4)) found.push(sent[at + 7])
  return found
}
