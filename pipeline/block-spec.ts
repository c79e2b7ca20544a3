/**
 * The spec half of a block: data and pure functions, enough to validate, draw and compile a pipeline.
 * It loads no numerical code; the run half is blocks/block.ts.
 */
import type { z } from 'zod'
import type { AllowedValues } from './allowed-values.ts'
import type { Finding } from './issue.ts'
import type { PortSchema, PortType, TableSchema } from './ports.ts'

/** The same text for German and English readers. */
export interface Localized<T = string> {
  de: T
  en: T
}

export interface PortSpec {
  name: string
  title: Localized
  type: PortType
  /** Inputs only: the block also works with nothing connected here. */
  optional?: boolean
}

export type Mode = 'batch' | 'streaming'

export interface BlockSpec {
  /** kebab-case, for ever. */
  id: string
  /** Whole number; a version whose outputs may differ is a new one, and the old one stays. */
  version: number
  title: Localized
  /** Other words people search for. */
  synonyms: Localized<string[]>
  /** Markdown: what it does, its settings, what happens with empty, one-row and all-missing input, an example. */
  docs: Localized
  category: 'data' | 'preparation' | 'features' | 'models' | 'evaluation' | 'charts' | 'output'
  /** Name of an icon in the Tabler set; the browser draws it. */
  icon: string
  inputs: PortSpec[]
  outputs: PortSpec[]
  role: 'read' | 'transform' | 'fit' | 'apply' | 'score' | 'show' | 'write'
  /** none: pure; ecoki: writes EcoKI's own records (once); outside: at least once, with an idempotency key. */
  effect: 'none' | 'ecoki' | 'outside'
  /** thread: our own kernels; child: native or user code, in a process that may die alone. */
  isolation: 'thread' | 'child'
  /** What equal inputs promise, also between whole, cut and row-by-row runs. */
  exactness: { kind: 'bits' } | { kind: 'tolerance'; relative: number; reason: string }
  modes: Mode[]
  timeouts: { startToCloseMs: number; heartbeatMs: number }
  /** none: every failure is final; resource: files, databases and memory may come back. */
  retry: 'none' | 'resource'
  /** What the block does with the quality companion. */
  quality: 'carry' | 'worst-of-window' | 'ignore' | 'bad-is-missing'
  /** Native libraries (npm package names) whose versions are part of the reuse key. */
  native?: string[]
  /** Results depend on the version of the time zone tables. */
  usesZones?: boolean
  /** Config field that names a user's file: pinned into the store (a FileRef) when a run starts. */
  fileField?: string
  /** Reads something that is neither in its inputs nor in its config (a historian): never taken from an earlier run. */
  volatile?: boolean
  /** JSON schema of the state a streaming run keeps between windows. */
  state?: Record<string, unknown>
  /** Every row of the table leaves at one of the outputs only: what is learnt at one is new to the other. */
  splits?: boolean
}

/** A column whose cells decide which rows go on. */
export interface RowChoice {
  column: string
  /** Its values, or only whether (and how good) one is there. */
  by: 'value' | 'presence'
  /** Which of them, where that can be told and all have to be met. */
  allows?: AllowedValues
}

/** What is forecast, and how far ahead. */
export interface Forecast {
  target: string
  horizonUs: number
}

/** Schemas at the input ports by port name; undefined: not connected, or not known because something upstream is wrong. */
export type InputSchemas = Record<string, PortSchema | undefined>

/** What outputs() knows: schemas by output port, and what it has to say. Findings of severity error leave outputs out. */
export interface Propagation {
  outputs?: Record<string, PortSchema>
  findings?: Finding[]
}

export interface BlockType<Config = unknown> {
  spec: BlockSpec
  /** zod strict object with defaults that work. */
  config: z.ZodType<Config>
  /**
   * Pure schema propagation. Called only when config parses and every connected input has a known schema.
   * It reports missing columns, wrong units, uneven grids and leaks as findings with `field` or `port`.
   */
  outputs(inputs: InputSchemas, config: Config): Propagation
  /** How far before its window (µs, event time) a streaming run needs rows. Absent: 0. */
  lookBackUs?(config: Config, inputs: InputSchemas): number
  /**
   * How far behind its window (µs, event time) a run needs rows: the rest of a bucket, the value after a gap.
   * A streaming run waits that much longer before it runs a window. Absent: 0.
   */
  lookAheadUs?(config: Config, inputs: InputSchemas): number
  /** Readers: the detected schema is not frozen into this config yet; inspect() of the run half has to do it. */
  needsInspect?(config: Config): boolean
  /** The config of this version made from that of an older one. */
  up?(oldConfig: unknown, fromVersion: number): unknown
  /** Blocks that let rows through by what is in them: by which columns of their table. */
  rowsChosenBy?(config: Config, table?: TableSchema): RowChoice[]
  /** Splits: whether every table is split at the same place, whichever of the rows it has. */
  splitsAllAlike?(config: Config): boolean
  /** Blocks that rename: what a column of the result is called in the table that comes in. */
  nameBefore?(config: Config, column: string): string
  /** Blocks that forecast without a model port: a model says by itself what it forecasts. */
  forecast?(config: Config): Forecast
  /** Scores: the columns that are judged. Absent: all. */
  judged?(config: Config): string[]
  /** A config that works with the block's own example input; shown in the docs and run by a test. */
  example?: { config: unknown; note: Localized }
}

/** Lets a spec file state its config type once. */
export function defineBlock<Config>(block: BlockType<Config>): BlockType<Config> {
  return block
}

/** Every block version this process knows. Made from an explicit list (blocks/specs.ts). */
export interface Catalog {
  find(id: string, version: number): BlockType | undefined
  versions(id: string): number[]
  ids(): string[]
}

export function makeCatalog(blocks: readonly BlockType[]): Catalog {
  const byKey = new Map<string, BlockType>()
  for (const block of blocks) {
    const key = blockKey(block.spec.id, block.spec.version)
    if (byKey.has(key)) throw new Error(`block ${key} is listed twice`)
    byKey.set(key, block)
  }
  const all = [...byKey.values()]
  return {
    find: (id, version) => byKey.get(blockKey(id, version)),
    versions: (id) =>
      all
        .filter((block) => block.spec.id === id)
        .map((block) => block.spec.version)
        .sort((a, b) => a - b),
    ids: () => [...new Set(all.map((block) => block.spec.id))].sort(),
  }
}

/** `block@version`: also the Temporal activity type. */
export function blockKey(id: string, version: number): string {
  return `${id}@${version}`
}
