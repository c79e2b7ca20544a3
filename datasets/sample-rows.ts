/** Samples as rows of the historian, in the order in which every writer inserts them. */
import type { HistorianSamples } from '#blocks/block.ts'
import { DomainError } from '#pipeline/domain-error.ts'
import { isMissing } from '#pipeline/table.ts'
import type { Tag, TagType } from './historian-tags.ts'

export interface SampleRow {
  tagId: number
  timeUs: number
  /** As PostgreSQL reads it; text as it is. */
  value: string
  quality: number
}

/** Rows of one type, sorted by tag and time, no tag and time twice. */
export interface SampleBatch {
  type: TagType
  rows: SampleRow[]
}

const batchRows = 10_000

/**
 * Cuts samples into batches. Of several samples with the same tag and time the first comes in an earlier batch than
 * the second, and so on. Throws RangeError for times that are no whole µs and for missing values.
 */
export function* batchesOf(samples: HistorianSamples[], tags: Map<string, Tag>): Generator<SampleBatch> {
  for (const [type, entries] of groupByType(samples)) {
    const rows = entries.flatMap((item) => rowsOf(item, tags.get(item.tag)?.id ?? 0))
    // Stable: what was given later stays later.
    rows.sort((a, b) => a.tagId - b.tagId || a.timeUs - b.timeUs)
    for (let left = rows; left.length > 0;) {
      const { firsts, others } = splitRepeated(left)
      for (let from = 0; from < firsts.length; from += batchRows) {
        yield { type, rows: firsts.slice(from, from + batchRows) }
      }
      left = others
    }
  }
}

function groupByType(samples: HistorianSamples[]): [TagType, HistorianSamples[]][] {
  const groups = Map.groupBy(samples, (item) => item.values.type as TagType)
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1))
}

function rowsOf({ tag, times, values }: HistorianSamples, tagId: number): SampleRow[] {
  if (times.length !== values.values.length) throw new RangeError(`tag ${tag}: not as many times as values`)
  return Array.from(times, (timeUs, row) => {
    if (!Number.isSafeInteger(timeUs)) throw new RangeError(`tag ${tag}: ${timeUs} is no time in whole µs`)
    if (isMissing(values, row)) throw new RangeError(`tag ${tag}: a missing value is no sample`)
    return { tagId, timeUs, value: textOf({ tag, values }, row), quality: values.quality?.[row] ?? 0 }
  })
}

function textOf({ tag, values }: Pick<HistorianSamples, 'tag' | 'values'>, row: number): string {
  const value = values.values[row]
  if (values.type !== 'text') return Object.is(value, -0) ? '-0' : String(value)
  const text = values.dictionary?.[Number(value)]
  if (text === undefined) throw new RangeError(`tag ${tag}: no text for code ${value}`)
  if (text.includes('\0')) throw new DomainError('text-not-storable', { tag })
  return text.toWellFormed()
}

function splitRepeated(rows: SampleRow[]): { firsts: SampleRow[]; others: SampleRow[] } {
  const firsts: SampleRow[] = []
  const others: SampleRow[] = []
  for (const [index, row] of rows.entries()) {
    const before = rows[index - 1]
    const isRepeated = before !== undefined && before.tagId === row.tagId && before.timeUs === row.timeUs
    ;(isRepeated ? others : firsts).push(row)
  }
  return { firsts, others }
}
