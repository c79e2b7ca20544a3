/** What came that nobody asked for, of one connection: the newest few hundred, and few at a time. */
import type { BrowseItem } from '#adapters/adapter.ts'

const mostKept = 500
const mostPerS = 20

export class Offers {
  readonly #items = new Map<string, BrowseItem>()
  #secondMs = 0
  #inSecond = 0

  /** Beyond the rate they are left out: what is sent again is offered again. */
  add(item: BrowseItem, nowMs = Date.now()): void {
    if (nowMs - this.#secondMs >= 1_000) [this.#secondMs, this.#inSecond] = [nowMs, 0]
    if (++this.#inSecond > mostPerS) return
    this.#items.delete(item.id)
    this.#items.set(item.id, item)
    if (this.#items.size > mostKept) this.#items.delete(this.#items.keys().next().value!)
  }

  list(): BrowseItem[] {
    return [...this.#items.values()].toReversed()
  }
}
