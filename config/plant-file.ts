/** Where a simulated plant says how it is reached, for those who want to connect it. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { identify } from './processes.ts'

export const plantFileName = 'plant.json'
/** Every register of its Modbus devices. */
export const registerMapName = 'modbus-map.csv'

export interface PlantAddresses {
  opcUa: string
  mqtt: string
  /** host:port */
  modbus: string
}

/** Of the plant that belongs to a data folder. */
export function plantFolder(dataDir: string): string {
  return join(dataDir, 'plant')
}

/** Undefined where none runs. */
export function readRunningPlant(folder: string): (PlantAddresses & { registers: string }) | undefined {
  const path = join(folder, plantFileName)
  if (!existsSync(path)) return undefined
  const { pid, opcUa, mqtt, modbus } = JSON.parse(readFileSync(path, 'utf8')) as PlantAddresses & {
    pid: number
  }
  if (!identify(pid)) return undefined
  return { opcUa, mqtt, modbus, registers: readFileSync(join(folder, registerMapName), 'utf8') }
}
