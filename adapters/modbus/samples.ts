/** Samples out of an answer. */
import { qualities } from '#adapters/sample-batch.ts'
import type { SampleBatchBuilder } from '#adapters/sample-batch.ts'
import { toWanted } from '#adapters/wanted-value.ts'
import { decodeAt } from './decode-registers.ts'
import type { Answer } from './line.ts'
import type { Block, ModbusTag } from './plan.ts'

export function addAnswer(block: Block, { bytes, timeUs }: Answer, into: SampleBatchBuilder): void {
  for (const { key, address, type } of block.tags) {
    const decoded = decodeAt(address, block.start, bytes)
    const converted =
      'problem' in decoded ? { value: null, status: decoded.problem } : toWanted(decoded.value, type)
    if (typeof converted.value === 'number') into.addNumber(key, timeUs, converted.value)
    else {
      const quality = converted.value === null ? qualities.bad : qualities.good
      into.add({ key, timeUs, value: converted.value, quality, status: converted.status })
    }
  }
}

/** What the device itself says about a value that it does not give. */
export function addRefusal(
  tags: readonly ModbusTag[],
  said: { code: number; timeUs: number },
  into: SampleBatchBuilder,
): void {
  const status = `modbus-exception-${said.code}`
  for (const { key } of tags)
    into.add({ key, timeUs: said.timeUs, value: null, quality: qualities.bad, status })
}
