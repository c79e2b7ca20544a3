/** What a server sends for its items, as samples of their tags. */
import { DataType, VariantArrayType } from 'node-opcua-client'
import type { DataValue } from 'node-opcua-client'
import type { Gap } from '#adapters/adapter.ts'
import { SampleBatchBuilder } from '#adapters/sample-batch.ts'
import type { Quality } from '#adapters/sample-batch.ts'
import { scalarAt } from './element.ts'
import type { Item, ItemTag } from './items.ts'
import { hasOverflow, ownStatus, qualityOf, statusName } from './status.ts'
import { toMicros } from './times.ts'
import { become } from './wanted.ts'

/** Collects samples, and the losses that the server marked in them. */
export class SampleCollector {
  readonly builder: SampleBatchBuilder
  readonly gaps: Gap[] = []
  readonly #nowUs: number

  constructor(nowUs: number, capacity = 256) {
    this.#nowUs = nowUs
    this.builder = new SampleBatchBuilder(capacity)
  }

  add(item: Item, data: DataValue): void {
    const code = data.statusCode.value
    const said = toMicros(data.sourceTimestamp, data.sourcePicoseconds)
    const timeUs = said ?? toMicros(data.serverTimestamp, data.serverPicoseconds) ?? this.#nowUs
    if (hasOverflow(code)) this.#addGap(item, timeUs)
    item.lastUs = timeUs
    // A time that was there and cannot be kept is not the same as one that was never said.
    const floor: Quality = said === undefined && isUnusable(data) ? 1 : 0
    for (const tag of item.tags) this.#addTag(tag, data, { code, timeUs, floor })
  }

  #addTag(
    tag: ItemTag,
    data: DataValue,
    { code, timeUs, floor }: { code: number; timeUs: number; floor: Quality },
  ) {
    const { value } = data
    if (code === 0 && floor === 0 && isPlainDouble(tag, data)) {
      this.builder.addNumber(tag.key, timeUs, value.value as number)
      return
    }
    const found = value ? scalarAt(value, tag.parts) : { kind: 'none' as const }
    const wanted = 'status' in found ? undefined : become(found, tag.type)
    const own = 'status' in found ? found.status : (wanted?.status ?? '')
    const quality = Math.max(qualityOf(code), floor, wanted ? wanted.quality : 2) as Quality
    // What the machine says comes first: a bad value that is missing is bad for the machine's reason.
    const status = statusName(code) || own || (floor ? ownStatus.noTime : '')
    this.builder.add({ key: tag.key, timeUs, value: wanted?.value ?? null, quality, status })
  }

  #addGap(item: Item, toUs: number): void {
    const fromUs = Math.min(item.lastUs ?? toUs, toUs)
    this.gaps.push({ keys: item.tags.map(({ key }) => key), fromUs, toUs, cause: 'source-overflow' })
  }
}

function isPlainDouble(tag: ItemTag, { value }: DataValue): boolean {
  return (
    tag.type === 'number' &&
    tag.parts.length === 0 &&
    (value?.dataType === DataType.Double || value?.dataType === DataType.Float) &&
    value.arrayType === VariantArrayType.Scalar
  )
}

function isUnusable({ sourceTimestamp }: DataValue): boolean {
  return !!sourceTimestamp && !Number.isSafeInteger(sourceTimestamp.getTime() * 1000)
}
