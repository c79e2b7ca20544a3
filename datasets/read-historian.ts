/** Samples of tags as blocks take them. */
import type { HistorianQuery, HistorianSamples } from '#blocks/block.ts'
import type { ColumnData } from '#pipeline/table.ts'
import {
  bitmapOrNone,
  newBitmap,
  newBytes,
  newCodes,
  newFloats,
  newIntegers,
  setMissing,
} from '#pipeline/table.ts'
import { findTags, meaningOf } from './historian-tags.ts'
import type { Tag, TagType } from './historian-tags.ts'
import type { StoredRows } from './archive/stored-rows.ts'
import { atOneMoment } from './query/historian-source.ts'
import type { HistorianMoment, HistorianSource } from './query/historian-source.ts'
import { joinInto } from './query/join-arrays.ts'
import { validRows } from './query/valid-rows.ts'

/**
 * The samples of tags in [fromUs, toUs), ascending in time, in the order of `tags`; all of one moment, however many
 * are being written. Of a state newest revisions only; of an event tag every row, those of one time as they came. A
 * bad sample that came without a value is a missing value of bad quality. A tag that does not exist is left out, one
 * without samples has none.
 */
export async function readHistorian(
  source: HistorianSource,
  projectId: string,
  query: HistorianQuery,
): Promise<HistorianSamples[]> {
  return atOneMoment(source, async (moment) => {
    const tags = await findTags(moment.client, projectId, query.tags)
    const found: HistorianSamples[] = []
    for (const name of new Set(query.tags)) {
      const tag = tags.get(name)
      if (tag) found.push(await readTag(moment, tag, query))
    }
    return found
  })
}

async function readTag(moment: HistorianMoment, tag: Tag, query: HistorianQuery): Promise<HistorianSamples> {
  const range = { fromUs: wholeUs(query.fromUs), toUs: wholeUs(query.toUs) }
  const pages: StoredRows[] = []
  for await (const page of validRows(moment, tag, range)) pages.push(page)
  const times = joinInto(
    newFloats(pages.reduce((sum, page) => sum + page.length, 0)),
    pages.map((page) => page.timesUs),
  )
  return { tag: tag.name, times, values: valuesOf(tag.type, pages, times.length), ...meaningOf(tag) }
}

/** The values of all pages, with what is missing and how good they are. */
function valuesOf(type: TagType, pages: StoredRows[], rows: number): ColumnData {
  const join = (parts: Uint8Array[]) => joinInto(newBytes(rows), parts)
  const empty = join(pages.map((page) => page.empty))
  const values = joinValues(type, pages, empty)
  const missing = newBitmap(rows)
  for (let row = 0; row < rows; row++) if (empty[row]) setMissing(missing, row)
  const bitmap = bitmapOrNone(missing)
  if (bitmap) values.missing = bitmap
  const quality = join(pages.map((page) => page.qualities))
  if (quality.some((code) => code !== 0)) values.quality = quality
  return values
}

function joinValues(type: TagType, pages: StoredRows[], empty: Uint8Array): ColumnData {
  const rows = empty.length
  const parts = pages.map((page) => page.values)
  if (type === 'text') return textColumn((parts as string[][]).flat(), empty)
  if (type === 'number') return { type, values: joinInto(newFloats(rows), parts as Float64Array[]) }
  if (type === 'integer') return { type, values: joinInto(newIntegers(rows), parts as BigInt64Array[]) }
  return { type, values: joinInto(newBytes(rows), parts as Uint8Array[]) }
}

function textColumn(texts: string[], empty: Uint8Array): ColumnData {
  const codes = new Map<string, number>()
  const values = newCodes(texts.length)
  for (const [row, text] of texts.entries()) {
    if (empty[row]) continue
    const code = codes.get(text) ?? codes.size
    codes.set(text, code)
    values[row] = code
  }
  return { type: 'text', values, dictionary: [...codes.keys()] }
}

/** The first whole µs at or after a time, within what a double holds exactly. */
function wholeUs(us: number): number {
  return Math.min(Math.max(Math.ceil(us), Number.MIN_SAFE_INTEGER), Number.MAX_SAFE_INTEGER)
}
