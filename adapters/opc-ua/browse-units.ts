import { AttributeIds, coerceNodeId } from 'node-opcua-client'
import type { NodeId } from 'node-opcua-client'
import type { Served } from './served.ts'
import { unitOf } from './units.ts'
import type { EuInformation } from './units.ts'

const hasProperty = coerceNodeId('i=46')

/** The units of variables that have one, in the order of the nodes. */
export async function readUnits(
  served: Served,
  nodes: NodeId[],
): Promise<{ unit?: string; unitText?: string }[]> {
  const properties: (NodeId | undefined)[] = []
  const { translate } = served.facts.perCall
  for (let from = 0; from < nodes.length; from += translate)
    properties.push(...(await findProperties(served, nodes.slice(from, from + translate))))
  const found = properties.filter((property) => property !== undefined)
  const values = await readValues(served, found)
  let next = 0
  return properties.map((property) => {
    const value: unknown = property ? values[next++] : undefined
    return isEuInformation(value) ? unitOf(value) : {}
  })
}

async function findProperties(served: Served, nodes: NodeId[]): Promise<(NodeId | undefined)[]> {
  const paths = nodes.map((startingNode) => ({
    startingNode,
    relativePath: {
      elements: [
        {
          referenceTypeId: hasProperty,
          isInverse: false,
          includeSubtypes: true,
          targetName: { namespaceIndex: 0, name: 'EngineeringUnits' },
        },
      ],
    },
  }))
  type Paths = Parameters<Served['session']['translateBrowsePath']>[0][]
  const results = await served.session.translateBrowsePath(paths as unknown as Paths & never)
  return (results as unknown as { targets?: { targetId: NodeId }[] | null }[]).map(
    ({ targets }) => targets?.[0]?.targetId,
  )
}

async function readValues(served: Served, nodes: NodeId[]): Promise<unknown[]> {
  const values: unknown[] = []
  const { read } = served.facts.perCall
  for (let from = 0; from < nodes.length; from += read) {
    const asked = nodes
      .slice(from, from + read)
      .map((nodeId) => ({ nodeId, attributeId: AttributeIds.Value }))
    const answers = await served.session.read(asked)
    values.push(...answers.map(({ value }): unknown => value?.value))
  }
  return values
}

function isEuInformation(value: unknown): value is EuInformation {
  return typeof value === 'object' && value !== null && 'unitId' in value && 'displayName' in value
}
