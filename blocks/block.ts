/** The run half of a block: what the worker loads. The spec half is pipeline/block-spec.ts. */
import type { FileRef } from '#pipeline/file-ref.ts'
import type { ResultTable } from '#pipeline/lazy-table.ts'
import type { Column, PortSchema } from '#pipeline/ports.ts'
import type { ColumnData, Table } from '#pipeline/table.ts'

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json }

/** What flows over a wire. */
export type PortValue =
  | { type: 'table'; table: Table }
  /** A table whose first three columns are start (time), end (time) and label (text). */
  | { type: 'intervals'; table: Table }
  /** parameters hold everything apply() needs, as JSON (numbers survive exactly); bytes hold foreign formats. */
  | { type: 'model'; schema: Extract<PortSchema, { type: 'model' }>; parameters: Json; bytes?: Uint8Array }
  | { type: 'fitted'; schema: Extract<PortSchema, { type: 'fitted' }>; parameters: Json; bytes?: Uint8Array }
  /** null: not defined for these data (a score of no rows). */
  | { type: 'metrics'; values: Record<string, number | null> }
  /** A chart as data, see blocks/charts. */
  | { type: 'chart'; chart: Json }
  | { type: 'report'; file: FileRef }
  | { type: 'scalar'; schema: Extract<PortSchema, { type: 'scalar' }>; value: Json }
export type PortValues = Record<string, PortValue>

/** What a block returns at an output: columns of a large table may be on disk, in the attempt's scratch folder. */
export type ResultValue = Exclude<PortValue, { type: 'table' }> | { type: 'table'; table: ResultTable }

export interface HistorianQuery {
  tags: string[]
  /** [from, to) in epoch µs. */
  fromUs: number
  toUs: number
}

export interface HistorianSamples {
  tag: string
  /** Epoch µs, ascending; equal ones only of events. */
  times: Float64Array
  /** number, integer, boolean or text. Missing is only what was read of a bad sample that came without a value. */
  values: ColumnData
  /** As of a column. Absent (also below): unknown. */
  unit?: string
  quantity?: string
  kind?: Column['kind']
  stamp?: Column['stamp']
  /** Upper bound in µs of (time a value is known - its stamp); null: known in advance. */
  availabilityUs?: number | null
}

export interface HistorianWritten {
  /** Samples that were not there. */
  written: number
  /** Same tag, time and value: nothing happened. */
  duplicates: number
  /** Same tag and time, another value: stored as the next revision. */
  revisions: number
}

/** The only way out of a block. Works the same from a worker thread and from a child process. */
export interface BlockData {
  /** Local path of a file of the store, for native readers. Read only. */
  localPath(file: FileRef): Promise<string>
  /** Takes bytes, or a file made at scratchPath(), into the store. */
  writeFile(
    file: { name: string; mime: string; content: Uint8Array } | { name: string; mime: string; path: string },
  ): Promise<FileRef>
  /** A new path in this attempt's scratch folder, removed with the attempt. */
  scratchPath(name: string): string
  readHistorian(query: HistorianQuery): Promise<HistorianSamples[]>
  writeHistorian(samples: HistorianSamples[]): Promise<HistorianWritten>
}

export interface BlockContext {
  /** Return exactly the rows of [fromUs, toUs); inputs also hold the look-back. Batch: -Infinity and Infinity. */
  window: { fromUs: number; toUs: number }
  seed: number
  signal: AbortSignal
  /** Sign of life and progress; call it at least every second of work. */
  progress(done: number, total?: number): void
  log(level: 'info' | 'warning', code: string, params?: Record<string, unknown>): void
  data: BlockData
}

export interface BlockCall<Config> {
  /** Values by input port; an optional port with nothing connected is absent. */
  inputs: PortValues
  /** Schemas that propagation promised for the inputs. */
  config: Config
  /** Schemas that propagation promised for the outputs: run() returns tables with exactly these. */
  outputs: Record<string, PortSchema>
  state?: Json
  ctx: BlockContext
}

export interface BlockResult {
  outputs: Record<string, ResultValue>
  state?: Json
}

export interface BlockRun<Config = unknown> {
  run(call: BlockCall<Config>): Promise<BlockResult>
  /**
   * Readers only: looks at the data and returns the config with the detected schema (and dialect) filled in.
   * The frozen schema is what propagation uses; a run whose data differ fails with the difference.
   */
  inspect?(config: Config, data: BlockData, signal: AbortSignal): Promise<Config>
}

/** The table at an input port. Throws when it holds something else: validation has refused that before. */
export function tableInput(inputs: PortValues, port: string): Table {
  const value = inputs[port]
  if (value?.type !== 'table') throw new Error(`input ${port} holds no table`)
  return value.table
}
