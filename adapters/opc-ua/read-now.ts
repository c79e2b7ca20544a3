/** Values read at once, beside any subscription. */
import { AttributeIds } from 'node-opcua-client'
import type { DataValue } from 'node-opcua-client'
import { resolveNode } from './address.ts'
import type { Item } from './items.ts'
import type { Served } from './served.ts'

export interface Answer {
  item: Item
  /** Undefined: the server does not have the node's namespace. */
  value: DataValue | undefined
}

/** In the order of the items, in as many requests as the server wants. Throws where it does not answer. */
export async function readItems(served: Served, items: Item[], signal?: AbortSignal): Promise<Answer[]> {
  const { facts, pins } = served
  const known = items.map((item) => ({ item, nodeId: resolveNode(pins.pinned(item.node), facts.namespaces) }))
  const answers: Answer[] = []
  for (let from = 0; from < known.length; from += facts.perCall.read) {
    signal?.throwIfAborted()
    answers.push(...(await readSome(served, known.slice(from, from + facts.perCall.read))))
  }
  return answers
}

async function readSome(
  { session }: Served,
  some: { item: Item; nodeId: ReturnType<typeof resolveNode> }[],
): Promise<Answer[]> {
  const asked = some.flatMap(({ nodeId }) => (nodeId ? [{ nodeId, attributeId: AttributeIds.Value }] : []))
  // The session's read also brings the types of structures along.
  const values = asked.length > 0 ? await session.read(asked) : []
  let next = 0
  return some.map(({ item, nodeId }) => ({ item, value: nodeId ? values[next++] : undefined }))
}
