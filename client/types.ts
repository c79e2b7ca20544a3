/** What travels between a program and EcoKI. Nothing here comes from the server's code: programs build on these. */

export type RunStatus = 'queued' | 'stalled' | 'running' | 'done' | 'failed' | 'cancelled'
export type StepStatus =
  'waiting' | 'running' | 'retrying' | 'done' | 'reused' | 'failed' | 'skipped' | 'cancelled'
export type Language = 'de' | 'en'

/** Something that is wrong or doubtful about a pipeline, with its place and in words. */
export interface Issue {
  code: string
  severity: 'error' | 'warning'
  node?: string
  port?: string
  field?: string
  params: Record<string, unknown>
  message: string
  remedy: string
  /** Reason with which the document accepted this warning. */
  accepted?: string
}

/** Why something failed: cause and remedy in words. */
export interface Failure {
  code: string
  params: Record<string, unknown>
  text: string
  remedy: string
}

/** A file that EcoKI holds, named by its content. */
export interface FileRef {
  /** SHA-256 of the bytes, hex. */
  hash: string
  bytes: number
  name: string
  mime: string
}

export interface PortEnd {
  node: string
  port: string
}

/** A pipeline as it is written; what is left out has its default. */
export interface PipelineDocument {
  ecoki: 1
  id: string
  name: string
  mode?: 'batch' | 'streaming'
  parameters?: Record<string, { schema: Record<string, unknown>; default: unknown }>
  nodes: {
    id: string
    block: string
    version: number
    config?: Record<string, unknown>
    disabled?: boolean
  }[]
  edges?: { from: PortEnd; to: PortEnd }[]
  accepted?: { code: string; node: string; port?: string; reason: string }[]
  layout?: {
    positions?: Record<string, { x: number; y: number }>
    notes?: { id: string; text: string; x: number; y: number }[]
    groups?: { id: string; title: string; nodes: string[] }[]
  }
}

export interface StartRequest {
  /** A saved version, default the newest... */
  pipeline?: { id: string; revision?: number }
  /** ...or a document; files in it are FileRefs. */
  document?: PipelineDocument
  parameters?: Record<string, unknown>
  /** Compute everything again. */
  fresh?: boolean
  seed?: number
  segmentation?: 'node' | 'whole'
  /** Run up to a node, or only that node with what an earlier run made before it. */
  part?: { kind: 'until' | 'only'; node: string }
}

export interface RerunRequest {
  /** This node and everything after it; default: what did not end well. */
  from?: string
  fresh?: boolean
  parameters?: Record<string, unknown>
}

export interface RunSummary {
  run: string
  pipeline: { id: string; name: string; revision: number | null }
  status: RunStatus
  waitsFor: 'engine' | 'worker' | null
  isCancelWanted: boolean
  startedBy: { kind: 'person' | 'token' | 'system' | 'anonymous'; name: string } | null
  createdAt: string
  startedAt: string | null
  finishedAt: string | null
  durationMs: number | null
  rows: number
  steps: { total: number; settled: number }
  failed: { node: string; block: string; code: string; text: string } | null
  parentRun: string | null
  part: { kind: 'until' | 'only'; node: string } | null
}

export interface RunDetail extends RunSummary {
  planHash: string
  documentHash: string | null
  parameters: Record<string, unknown>
  fresh: boolean
  seed: number
  issues: Issue[]
  error: Failure | null
}

export interface RunListRequest {
  cursor?: string
  /** 1 to 200. */
  limit?: number
  status?: RunStatus[]
  /** Id of a pipeline. */
  pipeline?: string
  startedBy?: string
  from?: string
  until?: string
}

export interface Page<T> {
  items: T[]
  /** Where the next page begins; null: there is none. */
  nextCursor: string | null
}

export interface StepResult {
  node: string
  /** block@version */
  block: string
  status: StepStatus
  attempts: number
  rows: number | null
  durationMs: number | null
  reused: boolean
  reusedFrom: string | null
  error: Failure | null
  progress: { done: number; total?: number } | null
}

/** Data by their hash, or the value itself: metrics and scalars. */
export type Output =
  | { hash: string; schema: { type: string; [key: string]: unknown }; rows: number | null; bytes: number }
  | { value: unknown }

/** A run as a whole. Equal results have equal `outputs`. */
export interface RunResult {
  run: string
  status: RunStatus
  pipeline: { id: string; name: string }
  planHash: string
  durationMs: number | null
  createdAt: string
  parentRun: string | null
  steps: StepResult[]
  /** By node and port. */
  outputs: Record<string, Record<string, Output>>
  issues: Issue[]
  /** What blocks had to say. */
  logs: {
    node: string
    level: 'info' | 'warning'
    code: string
    params: Record<string, unknown>
    text: string
  }[]
}

/** What happens to a run. `state` says where it stands: first of all, and again where something was missed. */
export type RunEvent =
  | { kind: 'state'; run: string; status: RunStatus }
  | {
      kind: 'run'
      run: string
      seq: string
      at: string
      pipeline: string
      status: RunStatus | 'deleted'
      cancelWanted?: boolean
    }
  | {
      kind: 'step'
      run: string
      seq: string
      at: string
      node: string
      status: StepStatus
      attempt: number
      rows: number | null
      startedAt: string | null
      finishedAt: string | null
      errorCode: string | null
    }
  | {
      kind: 'progress'
      run: string
      seq: string
      at: string
      node: string
      attempt: number
      done: number | null
      total: number | null
    }
  | {
      kind: 'log'
      run: string
      seq: string
      at: string
      id: string
      node: string | null
      attempt: number | null
      level: 'info' | 'warning'
    }

/** An output of a run. */
export interface OutputName extends PortEnd {
  run: string
}

export interface TablePage {
  schema: { columns: { name: string; type: string; unit?: string }[]; [key: string]: unknown }
  rows: number
  offset: number
  columns: string[]
  /** One list of cells for each row; times are microseconds since 1970, wide integers text. */
  cells: (number | string | boolean | null)[][]
}

export interface PipelineSummary {
  id: string
  name: string
  revision: number
  hash: string
  updatedAt: string
  savedBy: string | null
  archivedAt: string | null
  lastRun: { run: string; status: RunStatus; createdAt: string } | null
}

export interface StoredPipeline {
  document: PipelineDocument
  revision: number
  newestRevision: number
  hash: string
  savedAt: string
  savedBy: string | null
  name: string | null
  note: string | null
  archivedAt: string | null
}

export interface SavedPipeline {
  id: string
  revision: number
  /** SHA-256 of the canonical document. */
  hash: string
  nodes: number
  edges: number
}
