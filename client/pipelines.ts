/** Pipelines that are kept, and documents that are checked. */
import type { Project } from './project.ts'
import type {
  Issue,
  Page,
  PipelineDocument,
  PipelineSummary,
  SavedPipeline,
  StoredPipeline,
} from './types.ts'

export interface PipelineListRequest {
  cursor?: string
  limit?: number
  search?: string
  archived?: 'no' | 'only' | 'all'
}

export interface SaveRequest {
  document: PipelineDocument
  /** The revision that was changed; 0: none yet. */
  expectedRevision: number
  name?: string
  note?: string
}

export interface CheckRequest {
  document: PipelineDocument
  parameters?: Record<string, unknown>
}

export class Pipelines {
  readonly #project: Project

  constructor(project: Project) {
    this.#project = project
  }

  list(request: PipelineListRequest = {}): Promise<Page<PipelineSummary>> {
    return this.#project.call('pipelines.list', request)
  }

  /** The newest version unless one is named. */
  get(id: string, revision?: number): Promise<StoredPipeline> {
    return this.#project.call('pipelines.get', { id, revision })
  }

  /** Throws EcokiError 'revision-conflict' when somebody else was faster. */
  save(request: SaveRequest): Promise<SavedPipeline> {
    return this.#project.change('pipelines.save', request)
  }

  /** All problems that the document itself shows. */
  async check(request: CheckRequest): Promise<Issue[]> {
    const { issues } = await this.#project.call<{ issues: Issue[] }>('pipelines.check', request)
    return issues
  }

  /** All that a start would find, also in the files that are read; nothing is started. Without planHash it cannot run. */
  async validate(request: CheckRequest): Promise<{ planHash?: string; issues: Issue[] }> {
    const { planHash, issues } = await this.#project.call<{ planHash: string | null; issues: Issue[] }>(
      'pipelines.validate',
      request,
    )
    return { planHash: planHash ?? undefined, issues }
  }
}
