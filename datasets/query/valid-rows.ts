/** The valid samples of a tag by time, wherever they are kept: of a state the newest revisions, of an event tag all. */
import { filesOf } from '../archive/archive-files.ts'
import type { ArchivedTag } from '../archive/archive-files.ts'
import type { KnownFile } from '../archive/check-files.ts'
import { mergeLate } from '../archive/merge-late.ts'
import { takeRows } from '../archive/stored-rows.ts'
import type { StoredRows } from '../archive/stored-rows.ts'
import { before, pageRows, readValidPage, readWholeRows } from '../archive/table-rows.ts'
import type { RowsTag } from '../archive/table-rows.ts'
import { archiveOf } from './historian-source.ts'
import type { HistorianMoment } from './historian-source.ts'
import type { TimeRange } from './segments.ts'

/** Those in [fromUs, toUs) in portions, none of them empty. */
export async function* validRows(
  moment: HistorianMoment,
  tag: RowsTag,
  { fromUs, toUs }: TimeRange,
): AsyncGenerator<StoredRows> {
  let at = fromUs
  for (const file of await filesOf(moment.client, tag.id, { fromUs, toUs })) {
    for (const slice of slicesOf(file, { fromUs: at, toUs })) {
      yield* rowsInTable(moment, tag, { fromUs: at, toUs: slice.fromUs })
      const rows = await rowsInBoth(moment, tag, { file: { path: file.name, hash: file.hash }, ...slice })
      if (rows.length > 0) yield rows
      at = slice.toUs
    }
  }
  yield* rowsInTable(moment, tag, { fromUs: at, toUs })
}

async function* rowsInTable(
  { client }: HistorianMoment,
  tag: RowsTag,
  { fromUs, toUs }: TimeRange,
): AsyncGenerator<StoredRows> {
  if (fromUs >= toUs) return
  for (let after = before(fromUs); ;) {
    const rows = await readValidPage(client, tag, { after, toUs })
    if (rows.length > 0) yield rows
    if (rows.length < pageRows) return
    after = { us: rows.timesUs[rows.length - 1], revision: rows.revisions[rows.length - 1] }
  }
}

/** What came late is in the table. */
async function rowsInBoth(
  moment: HistorianMoment,
  tag: RowsTag,
  { file, fromUs, toUs }: TimeRange & { file: KnownFile },
): Promise<StoredRows> {
  const late = await readWholeRows(moment.client, tag, { fromUs, toUs })
  const archived = await archiveOf(moment).rows({
    ...{ files: [file], tagId: tag.id, type: tag.type, fromUs, toUs },
    isWhole: late.length > 0,
  })
  return validOf(mergeLate(archived, late, tag.class), tag.class)
}

function validOf(rows: StoredRows, kind: RowsTag['class']): StoredRows {
  const { timesUs, length } = rows
  const isValid = (row: number) => row + 1 === length || timesUs[row + 1] !== timesUs[row]
  if (kind === 'event') return rows
  const valid = Uint32Array.from({ length }, (_, row) => row).filter(isValid)
  return valid.length === length ? rows : takeRows(rows, valid)
}

/** The part of a file that is in a range, cut evenly where it holds a lot. */
function slicesOf({ firstUs, lastUs, samples }: ArchivedTag, { fromUs, toUs }: TimeRange): TimeRange[] {
  const count = Math.ceil(samples / (5 * pageRows))
  const widthUs = Math.ceil((lastUs + 1 - firstUs) / count)
  return Array.from({ length: count }, (_, i) => ({
    fromUs: Math.max(fromUs, firstUs + i * widthUs),
    toUs: Math.min(toUs, lastUs + 1, firstUs + (i + 1) * widthUs),
  })).filter((slice) => slice.fromUs < slice.toUs)
}
