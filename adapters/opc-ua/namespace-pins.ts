/** Node ids that were given with the number of their namespace: pinned to its address when first seen. */
import { isNumbered, resolveNode, stableNode } from './address.ts'
import type { AdapterContext } from '#adapters/adapter.ts'
import { z } from 'zod'

const kept = z.record(z.string(), z.string())
const name = 'opc-ua-namespaces'

export class NamespacePins {
  readonly #memory: AdapterContext['memory']
  readonly #pins: Map<string, string>

  constructor(memory: AdapterContext['memory'], pins: Record<string, string>) {
    this.#memory = memory
    this.#pins = new Map(Object.entries(pins))
  }

  static async load(memory: AdapterContext['memory']): Promise<NamespacePins> {
    const known = kept.safeParse(await memory.get(name))
    return new NamespacePins(memory, known.data ?? {})
  }

  /** The node by its namespace's address, as far as it was ever seen. */
  pinned(node: string): string {
    return this.#pins.get(node) ?? node
  }

  /** Remembers today's addresses of all that are new. */
  async pin(nodes: string[], namespaces: readonly string[]): Promise<void> {
    const fresh = nodes.filter((node) => isNumbered(node) && !this.#pins.has(node))
    if (fresh.length === 0) return
    for (const node of fresh) {
      const resolved = resolveNode(node, namespaces)
      if (resolved) this.#pins.set(node, stableNode(resolved, namespaces))
    }
    await this.#memory.set(name, Object.fromEntries(this.#pins))
  }
}
