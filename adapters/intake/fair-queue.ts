/** What waits, by connection: one that sends a flood does not keep the others waiting. */
export interface Waiting {
  connectionId: string
  rows: number
  bytes: number
}

export class FairQueue<Item extends Waiting> {
  readonly #queues = new Map<string, Item[]>()
  rows = 0
  bytes = 0

  get isEmpty(): boolean {
    return this.#queues.size === 0
  }

  push(item: Item): void {
    const queue = this.#queues.get(item.connectionId)
    if (queue) queue.push(item)
    else this.#queues.set(item.connectionId, [item])
    this.rows += item.rows
    this.bytes += item.bytes
  }

  /** One of each connection in turn, until there are as many rows or nothing is left. */
  take(maxRows: number): Item[] {
    const taken: Item[] = []
    let rows = 0
    while (rows < maxRows && this.#queues.size > 0) {
      for (const [connectionId, queue] of [...this.#queues]) {
        if (rows >= maxRows) break
        const item = queue.shift()!
        this.#queues.delete(connectionId)
        // Behind all others: its turn was now.
        if (queue.length > 0) this.#queues.set(connectionId, queue)
        taken.push(item)
        rows += item.rows
        this.rows -= item.rows
        this.bytes -= item.bytes
      }
    }
    return taken
  }
}
