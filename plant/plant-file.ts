/** What a plant writes about itself into its folder when it is ready, and prints as one line. */
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { plantFileName } from '#config/plant-file.ts'
import type { PlantAddresses } from '#config/plant-file.ts'
import type { Ports } from './servers/servers.ts'

export const tokenFileName = 'control-token'

export interface PlantFile extends PlantAddresses {
  type: 'ready'
  /** Always: pages show it with all that comes from here. */
  simulated: true
  product: string
  pid: number
  folder: string
  /** http://127.0.0.1:port, with the token in `control-token`. */
  control: string
  ledger: string
  tags: number
  seed: number
  periodMs: number
  /** Epoch ms of day 0 of the known truths. */
  epochMs: number
  ports: Ports
}

export function writePlantFile(file: PlantFile): void {
  const path = join(file.folder, plantFileName)
  writeFileSync(`${path}.new`, `${JSON.stringify(file)}\n`, { mode: 0o600 })
  renameSync(`${path}.new`, path)
}

/** Ports of the last start: connections to the plant stay right. */
export function rememberedPorts(folder: string): Ports {
  const path = join(folder, plantFileName)
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as PlantFile).ports : {}
}
