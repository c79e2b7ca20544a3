/** The process of the simulated plant: `npx ecoki plant`. Ready, it prints one line of JSON; SIGTERM ends it. */
import { randomBytes } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import type { Server } from 'node:http'
import { join } from 'node:path'
import { EnvironmentError } from '#config/environment.ts'
import { readPlantConfig } from '#config/plant.ts'
import type { PlantConfig } from '#config/plant.ts'
import { openControl } from './control/control.ts'
import { names } from './label.ts'
import { rememberedPorts, tokenFileName, writePlantFile } from './plant-file.ts'
import type { PlantFile } from './plant-file.ts'
import { RunningPlant } from './running-plant.ts'
import { freePort, loopback } from './servers/free-port.ts'

/** Whatever still hangs: the process is gone within two seconds. */
const endsWithinMs = 1800

await start().catch((error: unknown) => {
  const isMistake = error instanceof EnvironmentError || error instanceof TypeError
  console.error(isMistake ? error.message : error)
  process.exit(isMistake ? 2 : 1)
})

async function start(): Promise<void> {
  const config = readPlantConfig(process.argv.slice(2))
  process.umask(0o077)
  mkdirSync(config.folder, { recursive: true })
  const remembered = rememberedPorts(config.folder)
  const plant = await RunningPlant.open(config, remembered)
  const token = randomBytes(24).toString('base64url')
  writeFileSync(join(config.folder, tokenFileName), `${token}\n`, { mode: 0o600 })
  const port = await freePort(remembered.control)
  const control = await openControl(plant, { port, token })
  endOnSignal(plant, control)
  plant.run((error) => {
    console.error(error)
    process.exit(1)
  })
  sayReady(describe(config, plant, port))
}

function describe(config: PlantConfig, plant: RunningPlant, controlPort: number): PlantFile {
  const { endpoints, fronts } = plant.servers
  return {
    type: 'ready',
    simulated: true,
    product: names.product,
    pid: process.pid,
    folder: config.folder,
    ...endpoints,
    control: `http://${loopback}:${controlPort}`,
    ledger: plant.ledger.folder,
    tags: plant.tags.length,
    seed: config.seed,
    periodMs: config.periodMs,
    epochMs: plant.simulation.options.epochMs,
    ports: {
      control: controlPort,
      'opc-ua': fronts['opc-ua']?.port,
      mqtt: fronts.mqtt?.port,
      modbus: fronts.modbus?.port,
    },
  }
}

function sayReady(file: PlantFile): void {
  writePlantFile(file)
  console.log(JSON.stringify(file))
  process.send?.(file)
}

function endOnSignal(plant: RunningPlant, control: Server): void {
  let isEnding = false
  const end = () => {
    if (isEnding) return
    isEnding = true
    setTimeout(() => process.exit(0), endsWithinMs).unref()
    control.close()
    control.closeAllConnections()
    void plant.close().then(() => process.exit(0))
  }
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, end)
  // The supervisor is gone: nobody would end it.
  process.on('disconnect', end)
}
