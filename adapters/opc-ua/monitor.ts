/** Monitored items of a subscription at the server: made, taken back, each with its own fate. */
import {
  AttributeIds,
  DataChangeFilter,
  DataChangeTrigger,
  DeadbandType,
  MonitoringMode,
  TimestampsToReturn,
} from 'node-opcua-client'
import type { MonitoredItemCreateResult } from 'node-opcua-client'
import type { TagProblem } from '#adapters/adapter.ts'
import { resolveNode, splitNode } from './address.ts'
import { tagProblem } from './errors.ts'
import type { Item } from './items.ts'
import { limits } from './limits.ts'
import type { Served } from './served.ts'

/** Makes the items at the server; those that it refuses are in the answer, and keep the id 0. */
export async function monitorItems(
  served: Served,
  subscriptionId: number,
  items: Item[],
): Promise<TagProblem[]> {
  const problems: TagProblem[] = []
  const known = items.filter((item) => {
    const isThere = resolveNode(served.pins.pinned(item.node), served.facts.namespaces) !== undefined
    if (!isThere) problems.push(...problemsOf(item, namespaceProblem(item)))
    return isThere
  })
  for (let from = 0; from < known.length; from += served.facts.perCall.monitor) {
    const some = known.slice(from, from + served.facts.perCall.monitor)
    const refused = await monitorSome(served, subscriptionId, some)
    for (const { item, status } of refused) problems.push(...problemsOf(item, status))
  }
  return problems
}

interface Refused {
  item: Item
  status: string
}

async function monitorSome(served: Served, subscriptionId: number, items: Item[]): Promise<Refused[]> {
  const refused = await create(served, { subscriptionId, items, withFilter: served.config.samples === 'all' })
  const unfiltered = refused.filter(({ status }) => filterRefusals.has(status)).map(({ item }) => item)
  if (unfiltered.length === 0) return refused
  served.context.log('info', 'opc-ua-no-filter', { items: unfiltered.length })
  const again = await create(served, { subscriptionId, items: unfiltered, withFilter: false })
  return [...refused.filter(({ status }) => !filterRefusals.has(status)), ...again]
}

const filterRefusals = new Set([
  'BadFilterNotAllowed',
  'BadMonitoredItemFilterInvalid',
  'BadMonitoredItemFilterUnsupported',
])

interface Creation {
  subscriptionId: number
  items: Item[]
  withFilter: boolean
}

async function create(served: Served, { subscriptionId, items, withFilter }: Creation): Promise<Refused[]> {
  const { results } = await served.session.createMonitoredItems({
    subscriptionId,
    timestampsToReturn: TimestampsToReturn.Both,
    itemsToCreate: items.map((item) => creationOf(served, item, withFilter)),
  })
  const answers = results ?? []
  warnOfShortQueues(served, items, answers)
  return items.flatMap((item, index) => {
    const result: MonitoredItemCreateResult | undefined = answers[index]
    item.id = result?.statusCode.isGoodish() ? result.monitoredItemId : 0
    return item.id !== 0 ? [] : [{ item, status: result?.statusCode.name ?? 'BadUnexpectedError' }]
  })
}

function creationOf(served: Served, item: Item, withFilter: boolean) {
  return {
    itemToMonitor: {
      nodeId: resolveNode(served.pins.pinned(item.node), served.facts.namespaces),
      attributeId: AttributeIds.Value,
    },
    monitoringMode: MonitoringMode.Reporting,
    requestedParameters: {
      clientHandle: item.handle,
      samplingInterval: item.intervalMs,
      queueSize: queueSize(served, item.intervalMs),
      discardOldest: true,
      filter: withFilter ? everySample : null,
    },
  }
}

/** A value counts as new also where only its time is. */
const everySample = new DataChangeFilter({
  trigger: DataChangeTrigger.StatusValueTimestamp,
  deadbandType: DeadbandType.None,
})

/** As many samples as come while we are away, and between two publishings; at least 2, for 1 has no overflow bit. */
export function queueSize(
  { context, config }: Pick<Served, 'context' | 'config'>,
  intervalMs: number,
): number {
  const samples = Math.ceil((context.bridgeMs + 2 * config.publishingMs) / Math.max(intervalMs, 1)) + 1
  return Math.min(Math.max(samples, 2), limits.queue)
}

function warnOfShortQueues(served: Served, items: Item[], results: MonitoredItemCreateResult[]): void {
  const shorter = items.filter((item, index) => {
    const revised = results[index]?.statusCode.isGoodish() ? results[index].revisedQueueSize : Infinity
    return revised < queueSize(served, item.intervalMs)
  })
  if (shorter.length > 0) served.context.log('warning', 'opc-ua-short-queues', { items: shorter.length })
}

export async function unmonitorItems(served: Served, subscriptionId: number, items: Item[]): Promise<void> {
  const monitoredItemIds = items.map(({ id }) => id).filter((id) => id !== 0)
  for (let from = 0; from < monitoredItemIds.length; from += served.facts.perCall.monitor) {
    const some = monitoredItemIds.slice(from, from + served.facts.perCall.monitor)
    await served.session.deleteMonitoredItems({ subscriptionId, monitoredItemIds: some })
  }
}

function problemsOf(item: Item, status: string): TagProblem[] {
  return item.tags.map(({ key }) => tagProblem(key, status, item.node))
}

/** As if the server had said it. */
export function namespaceProblem({ node }: Pick<Item, 'node'>): string {
  return splitNode(node) ? 'BadNodeIdUnknown' : 'BadNodeIdInvalid'
}
