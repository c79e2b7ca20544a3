/** What is worth knowing of nodes that are shown: type, unit, access. A few requests for a whole page. */
import { AttributeIds, BrowseDirection, NodeClass, coerceNodeId } from 'node-opcua-client'
import type { DataType, DataValue, NodeId, ReferenceDescription } from 'node-opcua-client'
import type { BrowseItem } from '#adapters/adapter.ts'
import { stableNode } from './address.ts'
import type { OpcUaAddress } from './address.ts'
import { writeId } from './browse-id.ts'
import { readUnits } from './browse-units.ts'
import type { DataTypes } from './data-types.ts'
import { offeredType } from './scalars.ts'
import type { Served } from './served.ts'

type Item = BrowseItem<OpcUaAddress>

const textLength = 500
const canReadBit = 1
const hasHistoryBit = 4

export async function describeNodes(
  served: Served,
  types: DataTypes,
  references: ReferenceDescription[],
): Promise<Item[]> {
  const variables = references.filter(({ nodeClass }) => nodeClass === NodeClass.Variable)
  const nodes = variables.map(({ nodeId }) => nodeId as NodeId)
  const facts = await readFacts(served, types, nodes)
  const units = await readUnits(served, nodes)
  const withComponents = await findWithComponents(served, nodes)
  return references.map((reference) => {
    const index = variables.indexOf(reference)
    const node = stableNode(reference.nodeId, served.facts.namespaces)
    if (index < 0) return { id: writeId({ node }), name: nameOf(reference), hasChildren: true }
    const fact = facts[index]
    const { description, canRead, hasHistory } = fact
    const type = fact.isScalar && fact.builtIn !== undefined ? offeredType(fact.builtIn) : undefined
    const hasParts = type === undefined && canRead
    return {
      id: writeId({ node, ...(hasParts && { hasParts }) }),
      name: nameOf(reference),
      hasChildren: hasParts || withComponents[index],
      ...(type && { tag: { address: { node }, type, ...units[index], description, canRead, hasHistory } }),
    }
  })
}

function nameOf({ displayName, browseName, nodeId }: ReferenceDescription): string {
  return (displayName?.text || browseName?.name || nodeId.toString()).slice(0, textLength)
}

interface Fact {
  builtIn: DataType | undefined
  isScalar: boolean
  description?: string
  canRead: boolean
  hasHistory: boolean
}

const attributes = [
  AttributeIds.DataType,
  AttributeIds.ValueRank,
  AttributeIds.AccessLevel,
  AttributeIds.UserAccessLevel,
  AttributeIds.Description,
]

async function readFacts(served: Served, types: DataTypes, nodes: NodeId[]): Promise<Fact[]> {
  const asked = nodes.flatMap((nodeId) => attributes.map((attributeId) => ({ nodeId, attributeId })))
  const answers = await readAll(served, asked)
  const facts: Fact[] = []
  for (let index = 0; index < nodes.length; index++) {
    const own = answers.slice(index * attributes.length, (index + 1) * attributes.length)
    facts.push(await factOf(own, types))
  }
  await askValues(served, nodes, facts)
  return facts
}

async function factOf(
  [type, rank, level, userLevel, description]: DataValue[],
  types: DataTypes,
): Promise<Fact> {
  const node = type?.value?.value as NodeId | undefined
  const access = Number(level?.value?.value ?? 0) & Number(userLevel?.value?.value ?? 0xff)
  const text = (description?.value?.value as { text?: string } | undefined)?.text
  return {
    builtIn: node ? await types.builtIn(node) : undefined,
    // -1 is a single value, -2 and -3 may be one.
    isScalar: Number(rank?.value?.value ?? -1) < 0,
    ...(text && { description: text.slice(0, textLength) }),
    canRead: (access & canReadBit) !== 0,
    hasHistory: (access & hasHistoryBit) !== 0,
  }
}

/** Of nodes whose type says nothing, the present value does. */
async function askValues(served: Served, nodes: NodeId[], facts: Fact[]): Promise<void> {
  const unsure = nodes
    .map((_, index) => index)
    .filter((index) => facts[index].builtIn === undefined && facts[index].canRead)
  const asked = unsure.map((index) => ({ nodeId: nodes[index], attributeId: AttributeIds.Value }))
  const answers = await readAll(served, asked)
  answers.forEach(({ value }, at) => {
    if (value) facts[unsure[at]].builtIn = value.dataType
  })
}

async function readAll(
  served: Served,
  asked: { nodeId: NodeId; attributeId: AttributeIds }[],
): Promise<DataValue[]> {
  const answers: DataValue[] = []
  const { read } = served.facts.perCall
  for (let from = 0; from < asked.length; from += read) {
    answers.push(...(await served.session.read(asked.slice(from, from + read))))
  }
  return answers
}

const hasComponent = coerceNodeId('i=47')

async function findWithComponents(served: Served, nodes: NodeId[]): Promise<boolean[]> {
  const found: boolean[] = []
  const { browse } = served.facts.perCall
  for (let from = 0; from < nodes.length; from += browse) {
    const some = nodes.slice(from, from + browse).map((nodeId) => ({
      nodeId,
      browseDirection: BrowseDirection.Forward,
      referenceTypeId: hasComponent,
      includeSubtypes: true,
      nodeClassMask: 3,
      resultMask: 0,
    }))
    const results = await served.session.browse(some)
    found.push(...results.map(({ references }) => (references ?? []).length > 0))
    const points = results.flatMap(({ continuationPoint: point }) => (point?.length ? [point] : []))
    if (points.length > 0) await served.session.browseNext(points, true)
  }
  return found
}
