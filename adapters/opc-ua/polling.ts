/** Reading at intervals, where a server has no subscriptions. What lies between two readings nobody sees. */
import { acceptSafely } from './accept.ts'
import { tagProblem } from './errors.ts'
import { ItemTable } from './items.ts'
import type { Item, OpcUaTag } from './items.ts'
import { readItems } from './read-now.ts'
import type { Answer } from './read-now.ts'
import { SampleCollector } from './samples.ts'
import type { Served } from './served.ts'
import { toMicros } from './times.ts'

export class Polling {
  readonly #served: Served
  readonly #items = new ItemTable()
  readonly #running = new Map<number, Promise<void>>()
  /** Nodes that were told to be wrong. */
  readonly #wrong = new Set<number>()

  constructor(served: Served) {
    this.#served = served
  }

  get items(): ItemTable {
    return this.#items
  }

  want(tags: OpcUaTag[]): void {
    this.#items.change(tags)
    for (const { intervalMs } of this.#items.all) {
      if (!this.#running.has(intervalMs)) this.#running.set(intervalMs, this.#run(intervalMs))
    }
  }

  /** Once the session has ended: resolves when the last reading is over. */
  async close(): Promise<void> {
    await Promise.all(this.#running.values())
  }

  async #run(intervalMs: number): Promise<void> {
    const { ended } = this.#served
    for (let due = performance.now(); !ended.aborted;) {
      try {
        const items = this.#items.all.filter((item) => item.intervalMs === intervalMs)
        if (items.length === 0) break
        await this.#read(items)
      } catch (error) {
        if (!ended.aborted) this.#served.lost(error)
        return
      }
      // A reading that took too long is not made up for.
      due = Math.max(due + intervalMs, performance.now())
      await sleepUntil(due, ended)
    }
    this.#running.delete(intervalMs)
  }

  async #read(items: Item[]): Promise<void> {
    const answers = await readItems(this.#served, items, this.#served.ended)
    this.#served.context.reportAlive()
    const collector = new SampleCollector(this.#served.context.nowUs(), items.length)
    for (const answer of answers) this.#take(answer, collector)
    await acceptSafely(this.#served, collector)
  }

  #take({ item, value }: Answer, collector: SampleCollector): void {
    const status = value ? nodeStatus(value.statusCode.name) : 'BadNodeIdUnknown'
    this.#tell(item, status)
    if (status !== undefined || !value) return
    const timeUs = toMicros(value.sourceTimestamp, value.sourcePicoseconds)
    // The same reading once more: the machine has made no new one.
    if (timeUs !== undefined && timeUs === item.lastUs) return
    collector.add(item, value)
  }

  #tell(item: Item, status: string | undefined): void {
    if (this.#wrong.has(item.handle) === (status !== undefined)) return
    if (status) this.#wrong.add(item.handle)
    else this.#wrong.delete(item.handle)
    const problems = item.tags.map(({ key }) => (status ? tagProblem(key, status, item.node) : { key }))
    this.#served.context.reportTags(problems)
  }
}

const nodeStatuses = new Set([
  'BadNodeIdUnknown',
  'BadNodeIdInvalid',
  'BadAttributeIdInvalid',
  'BadNotReadable',
])

/** Says of the node, not of its value, that it is no good. */
export function nodeStatus(name: string): string | undefined {
  return nodeStatuses.has(name) || name === 'BadUserAccessDenied' ? name : undefined
}

function sleepUntil(due: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, Math.max(due - performance.now(), 0))
    signal.addEventListener('abort', done)
  })
}
