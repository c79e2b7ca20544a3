import { parseArgs } from 'node:util'
import { z } from 'zod'
import { dataDirectory } from './directories.ts'
import { readEnvironment } from './environment.ts'
import type { Variables } from './environment.ts'
import { absolutePath, flag } from './fields.ts'
import { plantFolder } from './plant-file.ts'

const instant = z.iso.datetime({ offset: true, error: 'must look like 2026-01-01T00:00:00Z' })

const schema = z.object({
  ECOKI_PLANT_DIR: absolutePath.optional(),
  ECOKI_PLANT_TAGS: z.coerce.number().int().min(1).max(20_000).default(200),
  ECOKI_PLANT_SEED: z.coerce.number().int().min(0).default(1),
  ECOKI_PLANT_PERIOD_MS: z.coerce.number().int().min(10).max(60_000).default(1000),
  ECOKI_PLANT_SPEED: z.coerce.number().positive().max(10_000).default(1),
  ECOKI_PLANT_START: instant.optional(),
  ECOKI_PLANT_EPOCH: instant.optional(),
  ECOKI_PLANT_SETPOINT: z.coerce.number().min(5).max(9).default(7),
  ECOKI_PLANT_BROKER: z.url({ protocol: /^mqtts?$/ }).optional(),
  ECOKI_PLANT_ALL_BY_OPC_UA: flag.default(false),
  ECOKI_PLANT_HISTORY: z.coerce.number().int().min(0).max(100_000).default(0),
  ECOKI_PLANT_LEDGER_MB: z.coerce.number().min(0).default(1024),
})

/** What the simulated plant is told. */
export interface PlantConfig {
  /** Holds all that it writes. */
  folder: string
  /** At least so many; whole lines of 200. */
  tags: number
  seed: number
  /** Between two samples of a tag, on the plant's clock. */
  periodMs: number
  /** How much faster than a real clock the plant's runs, as long as it is behind it. */
  speed: number
  /** Epoch ms at which the plant's clock begins; undefined: now. */
  startMs?: number
  /** Day 0 of the known truths; undefined: the start. */
  epochMs?: number
  /** bar gauge of the compressed air. */
  setpoint: number
  /** A broker to publish to instead of its own. */
  brokerUrl?: string
  allByOpcUa: boolean
  /** Values of each tag that the OPC UA server keeps. */
  history: number
  /** Older files of the ledger are removed; 0: never. */
  ledgerBytes: number
}

/** Each option and the variable it stands for. */
export const plantOptions = {
  dir: 'ECOKI_PLANT_DIR',
  tags: 'ECOKI_PLANT_TAGS',
  seed: 'ECOKI_PLANT_SEED',
  'period-ms': 'ECOKI_PLANT_PERIOD_MS',
  speed: 'ECOKI_PLANT_SPEED',
  start: 'ECOKI_PLANT_START',
  epoch: 'ECOKI_PLANT_EPOCH',
  setpoint: 'ECOKI_PLANT_SETPOINT',
  broker: 'ECOKI_PLANT_BROKER',
  'all-by-opc-ua': 'ECOKI_PLANT_ALL_BY_OPC_UA',
  history: 'ECOKI_PLANT_HISTORY',
  'ledger-mb': 'ECOKI_PLANT_LEDGER_MB',
} as const

/** Options go before variables. Throws `EnvironmentError`, and TypeError for an option there is none of. */
export function readPlantConfig(args: string[] = [], variables: Variables = process.env): PlantConfig {
  const options = Object.fromEntries(
    Object.keys(plantOptions).map((name) => [name, { type: 'string' } as const]),
  )
  const { values } = parseArgs({ args, options, allowPositionals: false })
  const said = Object.entries(plantOptions).map(([option, name]) => [name, values[option]])
  const given = Object.fromEntries(said.filter(([, value]) => value !== undefined)) as Variables
  const parsed = readEnvironment(schema, { ...variables, ...given })
  return {
    folder: parsed.ECOKI_PLANT_DIR ?? plantFolder(dataDirectory(variables)),
    tags: parsed.ECOKI_PLANT_TAGS,
    seed: parsed.ECOKI_PLANT_SEED,
    periodMs: parsed.ECOKI_PLANT_PERIOD_MS,
    speed: parsed.ECOKI_PLANT_SPEED,
    startMs: parsed.ECOKI_PLANT_START === undefined ? undefined : Date.parse(parsed.ECOKI_PLANT_START),
    epochMs: parsed.ECOKI_PLANT_EPOCH === undefined ? undefined : Date.parse(parsed.ECOKI_PLANT_EPOCH),
    setpoint: parsed.ECOKI_PLANT_SETPOINT,
    brokerUrl: parsed.ECOKI_PLANT_BROKER,
    allByOpcUa: parsed.ECOKI_PLANT_ALL_BY_OPC_UA,
    history: parsed.ECOKI_PLANT_HISTORY,
    ledgerBytes: parsed.ECOKI_PLANT_LEDGER_MB * 2 ** 20,
  }
}
