/** A line to a device or gateway that stands. */
import { AdapterError } from '#adapters/adapter.ts'
import type { AdapterContext, Session, TagProblem } from '#adapters/adapter.ts'
import { SampleBatchBuilder } from '#adapters/sample-batch.ts'
import type { SampleBatch } from '#adapters/sample-batch.ts'
import type { ModbusAddress } from './address.ts'
import { limitsOf } from './config.ts'
import type { ModbusConfig } from './config.ts'
import { Group } from './group.ts'
import { DeviceRefusal, Line } from './line.ts'
import { planBlocks, splitBlock } from './plan.ts'
import type { Block, ModbusTag } from './plan.ts'
import { Poller } from './poller.ts'
import { addAnswer, addRefusal } from './samples.ts'

const shortestMs = 20

/** Connects once. Throws AdapterError. */
export async function connect(
  config: ModbusConfig,
  context: AdapterContext,
): Promise<Session<ModbusAddress>> {
  const ended = new AbortController()
  const line = new Line(config, () => context.nowUs(), AbortSignal.any([ended.signal, context.signal]))
  await line.connect()
  const poller = new Poller(line, context)
  return {
    subscribe: (tags) => subscribe(tags, { config, context, poller }),
    read: (tags, signal) => readOnce(tags, { config, context, line, signal }),
    close: async () => {
      const end = poller.end()
      ended.abort()
      line.close()
      await end
    },
  }
}

async function subscribe(
  tags: ModbusTag[],
  { config, context, poller }: { config: ModbusConfig; context: AdapterContext; poller: Poller },
): Promise<TagProblem[]> {
  const wanted = tags.map((tag) => ({ ...tag, intervalMs: Math.max(tag.intervalMs, shortestMs) }))
  const byGroup = Map.groupBy(wanted, ({ address, intervalMs }) => `${address.unit} ${intervalMs}`)
  const nowUs = context.nowUs()
  poller.poll([...byGroup.values()].map((own) => new Group(own, blocksOf(own, config), nowUs)))
  return []
}

/** `tags` are of one unit. */
function blocksOf(tags: readonly ModbusTag[], config: ModbusConfig): Block[] {
  const { maxRegisters, maxBits } = limitsOf(config, tags[0].address.unit)
  const { maxGap } = config
  return planBlocks(tags, {
    registers: maxRegisters,
    bits: maxBits,
    gapRegisters: maxGap,
    gapBits: maxGap * 16,
  })
}

interface ReadParts {
  config: ModbusConfig
  context: AdapterContext
  line: Line
  signal: AbortSignal
}

async function readOnce(tags: ModbusTag[], parts: ReadParts): Promise<SampleBatch> {
  const { config, context, line, signal } = parts
  const samples = new SampleBatchBuilder()
  const byUnit = Map.groupBy(tags, ({ address }) => address.unit)
  const waiting = [...byUnit.values()].flatMap((own) => blocksOf(own, config)).reverse()
  for (let block = waiting.pop(); block; block = waiting.pop()) {
    signal.throwIfAborted()
    try {
      addAnswer(block, await line.read(block), samples)
    } catch (error) {
      if (!(error instanceof DeviceRefusal)) throw asAdapterError(error)
      const halves = error.code === 2 || error.code === 3 ? splitBlock(block) : undefined
      if (halves) waiting.push(...halves)
      else addRefusal(block.tags, { code: error.code, timeUs: context.nowUs() }, samples)
    }
  }
  return samples.take(context.nowUs())
}

function asAdapterError(error: unknown): AdapterError {
  if (error instanceof AdapterError) return error
  return new AdapterError('no-answer', { reason: String(error) }, { cause: error })
}
