/** What workflows and their activities say to each other: ids and small words only, never data. */

export interface BatchRunInput {
  runId: string
  /** For people who read the history, and a guard: activities refuse a run whose plan is another one. */
  planHash: string
  /** First page of segments that is not settled yet; set when the workflow continues as new. */
  page?: number
}

/** How one segment is to be run: a page of these is the skeleton of a plan. */
export interface SegmentOrder {
  id: string
  /** `block@version`, or `segment` for several blocks. */
  activityType: string
  /** Places within the page of segments that must be settled first. */
  after: number[]
  /** Something of an earlier page that it needs did not end well. */
  blocked: boolean
  heartbeatMs: number
}

export interface SegmentPage {
  segments: SegmentOrder[]
  last: boolean
  /** How many segments of this run may be under way at once. */
  parallel: number
}

export interface SegmentInput {
  runId: string
  planHash: string
  segment: string
}

/** settled: every block of the segment is done, reused or finally failed; the ledger knows which. */
export type SegmentOutcome = 'ok' | 'failed' | 'cancelled'

/** Short, idempotent writes to the ledger; run as local activities. */
export interface Bookkeeping {
  beginRun(input: BatchRunInput): Promise<void>
  loadPage(runId: string, planHash: string, page: number): Promise<SegmentPage>
  finishRun(runId: string): Promise<void>
}

export type SegmentActivities = Record<string, (input: SegmentInput) => Promise<SegmentOutcome>>

export interface InspectInput {
  projectId: string
  block: string
  version: number
  /** SHA-256 of the config as JSON in the store. */
  config: string
}

/** Hash of the config with the detected schema, as JSON in the store. */
export type InspectOutcome = { config: string } | { refused: { code: string; params: string } }

export interface ExportInput {
  projectId: string
  runId: string
  node: string
  port: string
  /** The sink that writes the table. */
  block: string
  version: number
  config: Record<string, unknown>
}

/** The file in the store. */
export type ExportOutcome = { file: string } | { refused: { code: string; params: string } }

/** Hash of the reader's table, a StoredValue as JSON in the store. */
export type PreviewOutcome = { table: string } | { refused: { code: string; params: string } }

/** Short work for people who wait, apart from runs. */
export interface DeskActivities {
  inspect(input: InspectInput): Promise<InspectOutcome>
  preview(input: InspectInput): Promise<PreviewOutcome>
  exportTable(input: ExportInput): Promise<ExportOutcome>
}
