/** Tags put together by what is asked of the server: one item for each node and interval, however many tags read it. */
import type { TagRequest } from '#adapters/adapter.ts'
import type { ValueType } from '#adapters/sample-batch.ts'
import type { OpcUaAddress } from './address.ts'
import { partsOf } from './element.ts'

export interface ItemTag {
  key: number
  type: Exclude<ValueType, 'none'>
  /** The way into the value; empty: all of it. */
  parts: (string | number)[]
}

export interface Item {
  /** Ours, in every notification. */
  handle: number
  /** The server's, or 0 while it has none. */
  id: number
  node: string
  intervalMs: number
  tags: ItemTag[]
  /** Source time of what came last: a loss lies after it. */
  lastUs: number | undefined
}

export type OpcUaTag = TagRequest<OpcUaAddress>

/** By node and interval. */
export function groupTags(
  tags: OpcUaTag[],
): Map<string, { node: string; intervalMs: number; tags: ItemTag[] }> {
  const groups = new Map<string, { node: string; intervalMs: number; tags: ItemTag[] }>()
  for (const { key, address, type, intervalMs } of tags) {
    const name = groupName(address.node, intervalMs)
    const group = groups.get(name) ?? { node: address.node, intervalMs, tags: [] }
    group.tags.push({ key, type, parts: partsOf(address.path ?? '') })
    groups.set(name, group)
  }
  return groups
}

export function groupName(node: string, intervalMs: number): string {
  return `${intervalMs} ${node}`
}

/** Which items stay, which go, and which are new. */
export interface Change {
  added: Item[]
  removed: Item[]
  /** Items that stay and got more tags: the new tags have to be told the present value. */
  widened: Item[]
}

/** All items of a session. */
export class ItemTable {
  readonly #byHandle = new Map<number, Item>()
  readonly #byName = new Map<string, Item>()
  #nextHandle = 1

  get all(): Item[] {
    return [...this.#byHandle.values()]
  }

  find(handle: number): Item | undefined {
    return this.#byHandle.get(handle)
  }

  /** Makes these tags the wanted ones. */
  change(tags: OpcUaTag[]): Change {
    const groups = groupTags(tags)
    const change: Change = { added: [], removed: [], widened: [] }
    for (const [name, group] of groups) this.#take(name, group, change)
    for (const [name, item] of this.#byName) {
      if (groups.has(name)) continue
      change.removed.push(item)
      this.remove(item)
    }
    return change
  }

  remove(item: Item): void {
    this.#byHandle.delete(item.handle)
    this.#byName.delete(groupName(item.node, item.intervalMs))
  }

  /** Takes up what an earlier session left at the server. */
  adopt(kept: { handle: number; id: number; node: string; intervalMs: number }): void {
    const item: Item = { ...kept, tags: [], lastUs: undefined }
    this.#byHandle.set(item.handle, item)
    this.#byName.set(groupName(item.node, item.intervalMs), item)
    this.#nextHandle = Math.max(this.#nextHandle, item.handle + 1)
  }

  #take(name: string, group: Omit<Item, 'handle' | 'id' | 'lastUs'>, change: Change): void {
    const item = this.#byName.get(name)
    if (!item) {
      const made: Item = { ...group, handle: this.#nextHandle++, id: 0, lastUs: undefined }
      this.#byHandle.set(made.handle, made)
      this.#byName.set(name, made)
      change.added.push(made)
      return
    }
    const known = new Set(item.tags.map(({ key }) => key))
    const isWider = group.tags.some(({ key }) => !known.has(key))
    item.tags = group.tags
    if (isWider) change.widened.push(item)
  }
}
