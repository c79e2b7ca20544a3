/** The sample that was valid last at a time. */
import { newestFileOf } from '../archive/archive-files.ts'
import type { RowsTag } from '../archive/table-rows.ts'
import { archiveOf } from './historian-source.ts'
import type { HistorianMoment } from './historian-source.ts'
import { measure } from './measured-rows.ts'
import { validRows } from './valid-rows.ts'

export interface KnownSample {
  timeUs: number
  /** NaN: no finite number. */
  value: number
  class: number
}

/** The newest sample of a tag at or before a time; undefined: there is none. */
export async function lastKnown(
  moment: HistorianMoment,
  tagId: number,
  atUs: number,
): Promise<KnownSample | undefined> {
  const { rows } = await moment.client.query<RowsTag & { newestUs: number | null }>(
    `select id, value_type as type, class,
       (select max(time_us)::double precision from sample where tag_id = tag.id and time_us <= $2) as "newestUs"
     from tag where id = $1`,
    [tagId, Math.floor(atUs)],
  )
  if (rows.length === 0) return undefined
  const [{ newestUs, ...tag }] = rows
  const timeUs = Math.max(newestUs ?? -Infinity, await newestArchived(moment, tagId, atUs))
  if (timeUs === -Infinity) return undefined
  let known: KnownSample | undefined
  for await (const found of validRows(moment, tag, { fromUs: timeUs, toUs: timeUs + 1 })) {
    const { classes, values } = measure(found)
    known = { timeUs, value: values[found.length - 1], class: classes[found.length - 1] }
  }
  return known
}

/** -Infinity: there is none. */
async function newestArchived(moment: HistorianMoment, tagId: number, atUs: number): Promise<number> {
  const file = await newestFileOf(moment.client, tagId, Math.floor(atUs))
  if (!file) return -Infinity
  if (file.lastUs <= atUs) return file.lastUs
  const found = await archiveOf(moment).newestTime({
    file: { path: file.name, hash: file.hash },
    tagId,
    atUs: Math.floor(atUs),
  })
  return found ?? -Infinity
}
