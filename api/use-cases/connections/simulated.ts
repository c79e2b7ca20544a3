/** The simulated plant beside this product, as machines that wait to be connected. */
import { z } from 'zod'
import { plantFolder, readRunningPlant } from '#config/plant-file.ts'
import type { App } from '../../app.ts'

export const simulatedSchema = z.strictObject({
  protocol: z.string(),
  /** What the form would ask for. */
  config: z.record(z.string(), z.unknown()),
  /** A list of its points to be pasted, where it cannot be browsed. */
  points: z.string().nullable(),
})
export type SimulatedMachine = z.infer<typeof simulatedSchema>

/** Empty where no plant runs. */
export function listSimulated({ dataDir }: App): SimulatedMachine[] {
  const plant = readRunningPlant(plantFolder(dataDir))
  if (!plant) return []
  const { opcUa: url, mqtt, modbus, registers } = plant
  return [
    { protocol: 'opc-ua', config: { url }, points: null },
    { protocol: 'mqtt', config: hostAndPort(mqtt), points: null },
    { protocol: 'modbus', config: hostAndPort(`tcp://${modbus}`), points: registers },
  ]
}

function hostAndPort(url: string): { host: string; port: number } {
  const { hostname, port } = new URL(url)
  return { host: hostname, port: Number(port) }
}
