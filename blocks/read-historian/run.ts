/** Lays the samples of tags side by side. */
import type { BlockCall, BlockContext, BlockResult, HistorianSamples } from '#blocks/block.ts'
import { refuseDifferences } from '#blocks/file-reader/differences.ts'
import type { Difference } from '#blocks/file-reader/differences.ts'
import { durationUs } from '#blocks/durations.ts'
import { instantUs } from '#blocks/kernels/instants.ts'
import { tableAnswer } from '#blocks/kernels/promised.ts'
import { noRow, takeColumn } from '#blocks/kernels/rows.ts'
import { DomainError } from '#pipeline/domain-error.ts'
import { isSameUnit } from '#pipeline/quantities.ts'
import { newFloats } from '#pipeline/table.ts'
import type { ColumnData } from '#pipeline/table.ts'
import { refuseOtherMeaning } from './meaning.ts'
import { wideSchema } from './spec.ts'
import type { ReadHistorianConfig } from './spec.ts'

/** Epoch µs that a double holds exactly: years 1684 to 2255. */
const allTimeUs = 9e15

type Tag = ReadHistorianConfig['tags'][number]

export async function run({ config, outputs, ctx }: BlockCall<ReadHistorianConfig>): Promise<BlockResult> {
  const range = rangeOf(config, ctx.window)
  const names = [...new Set(config.tags.map((tag) => tag.tag))]
  const found = range.fromUs < range.toUs ? await ctx.data.readHistorian({ tags: names, ...range }) : []
  ctx.signal.throwIfAborted()
  const byTag = new Map(found.filter((item) => item.times.length > 0).map((item) => [item.tag, item]))
  refuseOthers(config.tags, byTag)
  refuseOtherMeanings(config, byTag)
  const times =
    config.grid === undefined
      ? unionOf([...byTag.values()])
      : gridTimes(durationUs(config.grid), range, byTag)
  ctx.progress(1, 1)
  const columns = config.tags.map((tag) => wideColumn(tag, byTag.get(tag.tag), times))
  return tableAnswer(outputs, times.length, [{ type: 'time', values: times }, ...columns])
}

interface Range {
  fromUs: number
  toUs: number
}

function rangeOf({ from, to, zone }: ReadHistorianConfig, window: BlockContext['window']): Range {
  return {
    fromUs: Math.max(from === undefined ? -allTimeUs : instantUs(from, zone), window.fromUs),
    toUs: Math.min(to === undefined ? allTimeUs : instantUs(to, zone), window.toUs),
  }
}

/** Throws 'data-differs' for tags of another type or unit than stated. */
function refuseOthers(tags: Tag[], byTag: Map<string, HistorianSamples>): void {
  const differences = tags.flatMap((tag): Difference[] => {
    const found = byTag.get(tag.tag)
    if (!found) return []
    const column = tag.tag
    if (found.values.type !== tag.type)
      return [{ kind: 'type', column, expected: tag.type, found: found.values.type }]
    const stored = { unit: found.unit, quantity: tag.quantity }
    if (!tag.unit || !found.unit || isSameUnit(tag, stored)) return []
    return [{ kind: 'unit', column, expected: tag.unit, found: found.unit }]
  })
  refuseDifferences(differences)
}

/** Throws 'tag-quantity' and 'tag-availability' for tags that mean something else than was promised. */
function refuseOtherMeanings(config: ReadHistorianConfig, byTag: Map<string, HistorianSamples>): void {
  const [, ...promised] = wideSchema(config).columns
  for (const [index, { tag }] of config.tags.entries()) {
    const found = byTag.get(tag)
    if (found) refuseOtherMeaning(found, promised[index])
  }
}

/** Every time at which any tag has a sample, ascending. */
function unionOf(samples: HistorianSamples[]): Float64Array<SharedArrayBuffer> {
  const all = new Float64Array(samples.reduce((sum, item) => sum + item.times.length, 0))
  let at = 0
  for (const { times } of samples) {
    all.set(times, at)
    at += times.length
  }
  all.sort()
  let rows = 0
  for (let i = 0; i < all.length; i++) if (i === 0 || all[i] !== all[i - 1]) all[rows++] = all[i]
  return shared(all.subarray(0, rows))
}

/** The multiples of the step in the range; an open end is where the samples end. */
function gridTimes(
  stepUs: number,
  range: Range,
  byTag: Map<string, HistorianSamples>,
): Float64Array<SharedArrayBuffer> {
  const firsts = [...byTag.values()].map(({ times }) => times[0])
  const lasts = [...byTag.values()].map(({ times }) => times[times.length - 1])
  const fromUs = range.fromUs > -allTimeUs ? range.fromUs : Math.min(...firsts)
  const toUs = range.toUs < allTimeUs ? range.toUs : Math.max(...lasts) + 1
  const first = Math.ceil(fromUs / stepUs)
  const rows = Math.max(0, Math.ceil(toUs / stepUs) - first) || 0
  if (rows > 100_000_000) throw new DomainError('too-many-rows', { rows, stepUs })
  const times = newFloats(rows)
  for (let row = 0; row < rows; row++) times[row] = (first + row) * stepUs
  return times
}

/** Of several events at one time the last one. */
function wideColumn(tag: Tag, found: HistorianSamples | undefined, times: Float64Array): ColumnData {
  const rows = new Int32Array(times.length).fill(noRow)
  if (!found) return takeColumn(emptyColumn(tag), rows)
  for (let row = 0, at = 0; row < times.length; row++) {
    while (at < found.times.length && found.times[at] < times[row]) at++
    while (at + 1 < found.times.length && found.times[at + 1] === times[row]) at++
    if (at < found.times.length && found.times[at] === times[row]) rows[row] = at
  }
  return takeColumn(found.values, rows)
}

function emptyColumn({ type }: Tag): ColumnData {
  if (type === 'text') return { type, values: new Int32Array(0), dictionary: [] }
  if (type === 'integer') return { type, values: new BigInt64Array(0) }
  return { type, values: type === 'boolean' ? new Uint8Array(0) : new Float64Array(0) }
}

function shared(values: Float64Array): Float64Array<SharedArrayBuffer> {
  const copy = newFloats(values.length)
  copy.set(values)
  return copy
}
