/** One run: followed, waited for, ended. */
import type { Project } from './project.ts'
import { EcokiError } from './error.ts'
import { streamMessages } from './stream.ts'
import type { Message } from './stream.ts'
import type { Issue, RunDetail, RunEvent, RunResult } from './types.ts'

export interface Waiting {
  signal?: AbortSignal
}

export class Run {
  readonly id: string
  /** What was warned of when it was started. */
  readonly issues: Issue[]
  readonly #project: Project

  constructor(project: Project, id: string, issues: Issue[] = []) {
    this.#project = project
    this.id = id
    this.issues = issues
  }

  /**
   * What happens until the run is over, each event once, going on by itself after a cut. Throws EcokiError, and the
   * signal's reason.
   */
  async *events({ signal }: Waiting = {}): AsyncGenerator<RunEvent, void> {
    const input = { projectId: await this.#project.id(), runs: [this.id] }
    for await (const message of streamMessages(this.#project.connection, input, signal)) {
      for (const event of await this.#eventsOf(message, signal)) {
        yield event
        if (isLast(event)) return
      }
    }
  }

  /** The run when it is over, however it ended: look at its status. */
  async result(waiting: Waiting = {}): Promise<RunResult> {
    for await (const event of this.events(waiting))
      if (event.kind === 'run' && event.status === 'deleted')
        throw new EcokiError('run-unknown', { run: this.id })
    return this.view()
  }

  /** The run as a whole, as it is now. */
  view(): Promise<RunResult> {
    return this.#project.call('runs.result', { run: this.id })
  }

  /** What is known about the run but its steps and outputs. */
  get(): Promise<RunDetail> {
    return this.#project.call('runs.get', { run: this.id })
  }

  /** Blocks under way are stopped within seconds. Throws EcokiError 'run-over'. */
  async cancel(): Promise<void> {
    await this.#project.change('runs.cancel', { run: this.id })
  }

  async #eventsOf(message: Message, signal?: AbortSignal): Promise<RunEvent[]> {
    if (message.type === 'events') return message.events
    if (message.type !== 'hello' || message.isResumed) return []
    // What happened before the stream began.
    const input = { run: this.id }
    const { status } = await this.#project.call<RunDetail>('runs.get', input, { signal })
    return [{ kind: 'state', run: this.id, status }]
  }
}

function isLast(event: RunEvent): boolean {
  if (event.kind !== 'run' && event.kind !== 'state') return false
  return ['done', 'failed', 'cancelled', 'deleted'].includes(event.status)
}
