/** From which built-in type a data type of a server comes: asked upwards, and kept for the session. */
import { BrowseDirection, DataType, coerceNodeId } from 'node-opcua-client'
import type { NodeId } from 'node-opcua-client'
import { limits } from './limits.ts'
import type { Served } from './served.ts'

const hasSubtype = coerceNodeId('i=45')
const highestBuiltIn = 25
const enumeration = 29
/** BaseDataType, Number, Integer, UInteger: what comes of them only a value tells. */
const abstract = new Set([24, 26, 27, 28])

export class DataTypes {
  readonly #served: Pick<Served, 'session'>
  readonly #known = new Map<string, Promise<DataType | undefined>>()

  constructor(served: Pick<Served, 'session'>) {
    this.#served = served
  }

  /** Undefined: it could be any. */
  builtIn(node: NodeId): Promise<DataType | undefined> {
    const name = node.toString()
    const known = this.#known.get(name) ?? this.#climb(node)
    this.#known.set(name, known)
    return known
  }

  async #climb(node: NodeId): Promise<DataType | undefined> {
    let at: NodeId | undefined = node
    for (let depth = 0; at && depth < limits.typeDepth; depth++) {
      const own = ownType(at)
      if (own !== undefined) return own === 'any' ? undefined : own
      at = await this.#above(at)
    }
    return undefined
  }

  async #above(nodeId: NodeId): Promise<NodeId | undefined> {
    const { references } = await this.#served.session.browse({
      nodeId,
      browseDirection: BrowseDirection.Inverse,
      referenceTypeId: hasSubtype,
      includeSubtypes: false,
      nodeClassMask: 0,
      resultMask: 0,
    })
    return references?.[0]?.nodeId
  }
}

function ownType(node: NodeId): DataType | 'any' | undefined {
  if (node.namespace !== 0 || typeof node.value !== 'number') return undefined
  if (abstract.has(node.value)) return 'any'
  if (node.value === enumeration) return DataType.Int32
  return node.value > 0 && node.value <= highestBuiltIn ? (node.value as DataType) : undefined
}
