/** What has to be known of a server before its nodes are asked for. */
import { AttributeIds, coerceNodeId } from 'node-opcua-client'
import type { ClientSession, DataValue } from 'node-opcua-client'
import { limits } from './limits.ts'
import { toMicros } from './times.ts'

export interface ServerFacts {
  /** Today's numbers of the namespaces. */
  namespaces: string[]
  /** When the server came up: tells a restart. Undefined: it does not say. */
  startedUs?: number
  /** Nodes in one request. */
  perCall: { read: number; browse: number; translate: number; monitor: number }
}

const asked = {
  namespaces: 'i=2255',
  started: 'i=2257',
  read: 'i=11705',
  browse: 'i=11710',
  translate: 'i=11712',
  monitor: 'i=11714',
} as const

export async function readServerFacts(session: ClientSession): Promise<ServerFacts> {
  const names = Object.keys(asked) as (keyof typeof asked)[]
  const nodes = names.map((name) => ({ nodeId: coerceNodeId(asked[name]), attributeId: AttributeIds.Value }))
  const answers = await session.read(nodes)
  const answer = (name: keyof typeof asked) => answers[names.indexOf(name)]
  const perCall = (name: keyof ServerFacts['perCall']) => allowed(answer(name))
  return {
    namespaces: namespacesIn(answer('namespaces')),
    startedUs: startIn(answer('started')),
    perCall: {
      read: perCall('read'),
      browse: perCall('browse'),
      translate: perCall('translate'),
      monitor: perCall('monitor'),
    },
  }
}

function namespacesIn({ value }: DataValue): string[] {
  const uris: unknown = value?.value
  if (!Array.isArray(uris)) return ['http://opcfoundation.org/UA/']
  return uris.slice(0, limits.namespaces).map(String)
}

function startIn({ value }: DataValue): number | undefined {
  const date: unknown = value?.value
  if (!(date instanceof Date)) return undefined
  return toMicros(date, (date as Date & { picoseconds?: number }).picoseconds)
}

/** Zero, and saying nothing, mean no limit. */
function allowed({ value }: DataValue): number {
  const said = Number(value?.value ?? 0)
  return said > 0 ? Math.min(said, limits.nodesPerCall) : limits.nodesPerCall
}
