/** What the worker and the isolated places where blocks run (threads, child processes) say to each other. */
import type { PortSchema } from '#pipeline/ports.ts'
import type { ColumnData } from '#pipeline/table.ts'
import type { StoredValue } from '#datasets/store.ts'

/** Where a host finds store and database; handed over when it starts. */
export interface HostSettings {
  databaseUrl: string
  storeDir: string
  scratchDir: string
  /** Samples that are no longer in the database. */
  archiveDir: string
}

/** Columns by hash that both sides hold already. Threads only: their buffers are shared, not copied. */
export type SharedColumns = Map<string, ColumnData>

export interface RunOrder {
  kind: 'run'
  /** block@version */
  key: string
  projectId: string
  /** Whose results they are. Null: nobody's; they are looked at, and gone with the next sweep. */
  runId: string | null
  node: string
  config: unknown
  inputs: Record<string, StoredValue>
  outputs: Record<string, PortSchema>
  seed: number
  columns?: SharedColumns
  /** A child that stands still for longer is given up. */
  heartbeatMs: number
}

export interface InspectOrder {
  kind: 'inspect'
  key: string
  projectId: string
  config: unknown
  heartbeatMs: number
}

export type HostOrder = RunOrder | InspectOrder

export type ToHost = { type: 'order'; order: HostOrder } | { type: 'abort' }

export interface HostFailure {
  /** domain: an expected refusal; system: a resource is away (file, database, disk); bug: the block's; internal: ours. */
  kind: 'domain' | 'system' | 'bug' | 'internal'
  code: string
  params: Record<string, unknown>
  message: string
}

export type FromHost =
  | { type: 'ready' }
  /** A child process waits or works. */
  | { type: 'alive' }
  /** The order has arrived: from here on a death is the block's. */
  | { type: 'begun' }
  | { type: 'progress'; done: number; total?: number }
  | { type: 'log'; level: 'info' | 'warning'; code: string; params: Record<string, unknown> }
  | { type: 'done'; outputs: Record<string, StoredValue>; columns?: SharedColumns }
  | { type: 'inspected'; config: unknown }
  | { type: 'failed'; failure: HostFailure }
