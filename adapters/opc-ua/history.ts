/** What a server itself kept of a node, in pages. */
import {
  HistoryData,
  HistoryReadRequest,
  ReadRawModifiedDetails,
  TimestampsToReturn,
} from 'node-opcua-client'
import type { HistoryReadResult, NodeId } from 'node-opcua-client'
import { AdapterError } from '#adapters/adapter.ts'
import type { TimeRange } from '#adapters/adapter.ts'
import type { SampleBatch } from '#adapters/sample-batch.ts'
import { resolveNode } from './address.ts'
import { ItemTable } from './items.ts'
import type { Item, OpcUaTag } from './items.ts'
import { limits } from './limits.ts'
import { SampleCollector } from './samples.ts'
import type { Served } from './served.ts'
import { toMicros } from './times.ts'

interface Asked {
  tag: OpcUaTag
  range: TimeRange
  signal: AbortSignal
}

/** A server that goes on without giving anything is not asked for ever. */
const maxEmptyPages = 100

export async function* readHistory(
  served: Served,
  { tag, range, signal }: Asked,
): AsyncGenerator<SampleBatch> {
  const [item] = new ItemTable().change([tag]).added
  const nodeId = resolveNode(served.pins.pinned(item.node), served.facts.namespaces)
  if (!nodeId) throw new AdapterError('opc-ua-no-history', { node: item.node, status: 'BadNodeIdUnknown' })
  let point: Buffer | undefined
  let emptyPages = 0
  try {
    do {
      signal.throwIfAborted()
      const page = await readPage(served, { nodeId, range, point })
      point = page.continuationPoint?.length ? page.continuationPoint : undefined
      const batch = toBatch(served, { item, page, range })
      emptyPages = batch.length > 0 ? 0 : emptyPages + 1
      if (batch.length > 0) yield batch
    } while (point && emptyPages < maxEmptyPages)
  } finally {
    if (point) await release(served, nodeId, point)
  }
}

interface Page {
  nodeId: NodeId
  range: TimeRange
  point: Buffer | undefined
}

async function readPage(served: Served, { nodeId, range, point }: Page): Promise<HistoryReadResult> {
  const { results } = await served.session.historyRead(
    new HistoryReadRequest({
      historyReadDetails: new ReadRawModifiedDetails({
        isReadModified: false,
        // The library's times are whole ms: a little more is asked for, and cut off here.
        startTime: new Date(Math.floor(range.fromUs / 1000)),
        endTime: new Date(Math.floor(range.toUs / 1000) + 1),
        numValuesPerNode: limits.historyPage,
        returnBounds: false,
      }),
      nodesToRead: [{ nodeId, continuationPoint: point }],
      releaseContinuationPoints: false,
      timestampsToReturn: TimestampsToReturn.Both,
    }),
  )
  const result = results?.[0]
  if (!result || result.statusCode.value >>> 30 >= 2)
    throw new AdapterError('opc-ua-no-history', {
      node: nodeId.toString(),
      status: result?.statusCode.name ?? '',
    })
  return result
}

interface Kept {
  item: Item
  page: HistoryReadResult
  range: TimeRange
}

function toBatch(served: Served, { item, page, range }: Kept): SampleBatch {
  const nowUs = served.context.nowUs()
  const values = page.historyData instanceof HistoryData ? (page.historyData.dataValues ?? []) : []
  const collector = new SampleCollector(nowUs, values.length)
  for (const value of values) {
    const timeUs = toMicros(value.sourceTimestamp, value.sourcePicoseconds) ?? toMicros(value.serverTimestamp)
    if (timeUs !== undefined && timeUs >= range.fromUs && timeUs < range.toUs) collector.add(item, value)
  }
  return collector.builder.take(nowUs)
}

/** The server may forget where we were. */
async function release(served: Served, nodeId: NodeId, point: Buffer): Promise<void> {
  const request = new HistoryReadRequest({
    historyReadDetails: new ReadRawModifiedDetails({}),
    nodesToRead: [{ nodeId, continuationPoint: point }],
    releaseContinuationPoints: true,
  })
  await served.session.historyRead(request).catch((error: unknown) => {
    served.context.log('info', 'opc-ua-history-not-released', { reason: String(error) })
  })
}
