import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { Command } from 'commander'
import { checkoutDirectory } from '#config/directories.ts'
import { plantOptions } from '#config/plant.ts'
import { exitCodes } from '../exit-codes.ts'

const descriptions: Record<keyof typeof plantOptions, string> = {
  dir: 'folder for all that it writes',
  tags: 'at least so many tags, in whole lines of 200',
  seed: 'the same seed gives the same values',
  'period-ms': 'time between two samples of a tag',
  speed: "how much faster than real its clock runs, as long as it is behind this machine's",
  start: 'when its clock begins, as 2026-01-01T00:00:00Z; now, if not given',
  epoch: 'day 0 of what is known to happen',
  setpoint: 'pressure of the compressed air in bar',
  broker: 'MQTT broker to publish to instead of its own, as mqtt://127.0.0.1:1883',
  'all-by-opc-ua': '1: every tag can be had by OPC UA',
  history: 'values of each tag that the OPC UA server keeps',
  'ledger-mb': 'size beyond which old files of the ledger are removed; 0: never',
}

/** `ecoki plant`: a simulated plant with OPC UA, MQTT and Modbus servers on this machine, until Ctrl+C. */
export function plant(): Command {
  const command = new Command('plant').description(
    'Run a simulated plant with OPC UA, MQTT and Modbus servers for this machine, until Ctrl+C.',
  )
  for (const name of Object.keys(plantOptions) as (keyof typeof plantOptions)[])
    command.option(`--${name} <value>`, descriptions[name])
  return command.action(async (options: Record<string, string>) => {
    const given = Object.keys(plantOptions).flatMap((name) => {
      const value = options[camelCase(name)]
      return value === undefined ? [] : [`--${name}`, value]
    })
    process.exitCode = await runPlant(given)
  })
}

async function runPlant(args: string[]): Promise<number> {
  const child = spawn(process.execPath, [join(checkoutDirectory, 'plant', 'main.ts'), ...args], {
    stdio: 'inherit',
  })
  // Ctrl+C reaches the plant, too; a signal to this process alone is handed on.
  process.on('SIGINT', () => undefined)
  process.on('SIGTERM', () => child.kill('SIGTERM'))
  const [code] = (await once(child, 'exit')) as [number | null]
  return code ?? exitCodes.failed
}

function camelCase(name: string): string {
  return name.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase())
}
