/** Runs of a project. */
import { EcokiError } from './error.ts'
import type { Project } from './project.ts'
import { Run } from './run.ts'
import type {
  Issue,
  Page,
  RerunRequest,
  RunDetail,
  RunListRequest,
  RunSummary,
  StartRequest,
} from './types.ts'

interface Started {
  run?: string
  issues: Issue[]
}

export class Runs {
  readonly #project: Project

  constructor(project: Project) {
    this.#project = project
  }

  /**
   * Once this returns, the run exists, whatever happens; a repetition after a cut starts no second one. Throws
   * EcokiError 'pipeline-invalid' with `params.issues` when nothing was started.
   */
  async start(request: StartRequest): Promise<Run> {
    const headers = { 'idempotency-key': crypto.randomUUID() }
    return this.#started(await this.#project.call<Started>('runs.start', request, { headers }))
  }

  /** With the pinned plan and inputs of an earlier run. Throws EcokiError 'pipeline-invalid' with `params.issues`. */
  async rerun(run: string, request: RerunRequest = {}): Promise<Run> {
    return this.#started(await this.#project.change<Started>('runs.rerun', { run, ...request }))
  }

  /** Newest first. */
  list(request: RunListRequest = {}): Promise<Page<RunSummary>> {
    return this.#project.call('runs.list', request)
  }

  get(run: string): Promise<RunDetail> {
    return this.of(run).get()
  }

  /** A run that was started before; nothing is asked yet. */
  of(run: string): Run {
    return new Run(this.#project, run)
  }

  /** Of a run that is over. */
  async delete(run: string): Promise<void> {
    await this.#project.change('runs.delete', { run })
  }

  #started({ run, issues }: Started): Run {
    if (run === undefined) throw new EcokiError('pipeline-invalid', { issues })
    return new Run(this.#project, run, issues)
  }
}
