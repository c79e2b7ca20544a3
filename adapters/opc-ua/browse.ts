/** A server's tree, a level and a page at a time: only what somebody opens is asked for. */
import { BrowseDirection, coerceNodeId } from 'node-opcua-client'
import type { BrowseResult, NodeId, ReferenceDescription } from 'node-opcua-client'
import { AdapterError } from '#adapters/adapter.ts'
import type { BrowsePage, BrowseQuery } from '#adapters/adapter.ts'
import { resolveNode } from './address.ts'
import type { OpcUaAddress } from './address.ts'
import { readId } from './browse-id.ts'
import type { Shown } from './browse-id.ts'
import { browseParts } from './browse-parts.ts'
import { describeNodes } from './browse-nodes.ts'
import { DataTypes } from './data-types.ts'
import { limits } from './limits.ts'
import type { Served } from './served.ts'

const objectsFolder = 'i=85'
const hierarchical = coerceNodeId('i=33')
const hasProperty = 'ns=0;i=46'
const objectsAndVariables = 3
const allOfReference = 63

type Page = BrowsePage<OpcUaAddress>

interface Cursor {
  /** The server's own mark. */
  point?: Buffer
  /** What it sent beyond a page. */
  rest: ReferenceDescription[]
}

export class Browser {
  readonly #served: Served
  readonly #types: DataTypes
  readonly #cursors = new Map<string, Cursor>()
  #nextCursor = 1

  constructor(served: Served) {
    this.#served = served
    this.#types = new DataTypes(served)
    served.session.requestedMaxReferencesPerNode = limits.pageNodes
  }

  async browse(query: BrowseQuery, signal: AbortSignal): Promise<Page> {
    signal.throwIfAborted()
    const parent: Shown = query.parent === undefined ? { node: objectsFolder } : readId(query.parent)
    if (query.cursor !== undefined) return this.#page(await this.#goOn(query.cursor))
    if (parent.path !== undefined) return { items: await browseParts(this.#served, parent) }
    const parts = parent.hasParts ? await browseParts(this.#served, parent) : []
    const page = await this.#page(await this.#begin(this.#nodeOf(parent)))
    return { ...page, items: [...parts, ...page.items] }
  }

  #nodeOf({ node }: Shown): NodeId {
    const found = resolveNode(this.#served.pins.pinned(node), this.#served.facts.namespaces)
    if (!found) throw new AdapterError('opc-ua-node-unknown', { node })
    return found
  }

  async #begin(nodeId: NodeId): Promise<Cursor> {
    return cursorOf(
      await this.#served.session.browse({
        nodeId,
        browseDirection: BrowseDirection.Forward,
        referenceTypeId: hierarchical,
        includeSubtypes: true,
        nodeClassMask: objectsAndVariables,
        resultMask: allOfReference,
      }),
    )
  }

  async #goOn(name: string): Promise<Cursor> {
    const cursor = this.#cursors.get(name)
    if (!cursor) throw new AdapterError('opc-ua-cursor-gone')
    this.#cursors.delete(name)
    if (cursor.rest.length > 0 || !cursor.point) return cursor
    return cursorOf(await this.#served.session.browseNext(cursor.point, false))
  }

  async #page({ rest, point }: Cursor): Promise<Page> {
    const items = await describeNodes(this.#served, this.#types, rest.slice(0, limits.pageNodes))
    const left: Cursor = { point, rest: rest.slice(limits.pageNodes) }
    return left.point || left.rest.length > 0 ? { items, next: this.#keep(left) } : { items }
  }

  #keep(cursor: Cursor): string {
    const [oldest] = this.#cursors.keys()
    if (this.#cursors.size >= limits.openCursors) this.#cursors.delete(oldest)
    const name = String(this.#nextCursor++)
    this.#cursors.set(name, cursor)
    return name
  }
}

/** What describes a node is not shown as if it were a node of its own. */
function cursorOf({ statusCode, references, continuationPoint }: BrowseResult): Cursor {
  if (statusCode.value >>> 30 >= 2) throw new AdapterError('opc-ua-node-unknown', { status: statusCode.name })
  const rest = (references ?? []).filter(({ referenceTypeId }) => referenceTypeId.toString() !== hasProperty)
  const unique = new Map(rest.map((reference) => [reference.nodeId.toString(), reference]))
  return { point: continuationPoint?.length ? continuationPoint : undefined, rest: [...unique.values()] }
}
