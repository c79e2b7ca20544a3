/** Which files of the archive hold samples of a tag. */
import type pg from 'pg'

/** A file as far as one tag is concerned. */
export interface ArchivedTag {
  name: string
  hash: string
  /** The range of the file. */
  fromUs: number
  toUs: number
  firstUs: number
  lastUs: number
  samples: number
}

const columns = `file.name, file.hash, file.from_us::double precision as "fromUs", file.to_us::double precision as "toUs",
  first_us::double precision as "firstUs", last_us::double precision as "lastUs",
  archive_tag.samples::double precision as samples`

/** Those with samples in [fromUs, toUs), by time. */
export async function filesOf(
  client: pg.ClientBase,
  tagId: number,
  { fromUs, toUs }: { fromUs: number; toUs: number },
): Promise<ArchivedTag[]> {
  const { rows } = await client.query<ArchivedTag>(
    `select ${columns} from archive_tag join archive_file file on file.name = archive_tag.file
     where tag_id = $1 and last_us >= $2 and first_us < $3 order by first_us`,
    [tagId, fromUs, toUs],
  )
  return rows
}

/** The one with the newest sample at or before a time. */
export async function newestFileOf(
  client: pg.ClientBase,
  tagId: number,
  atUs: number,
): Promise<ArchivedTag | undefined> {
  const { rows } = await client.query<ArchivedTag>(
    `select ${columns} from archive_tag join archive_file file on file.name = archive_tag.file
     where tag_id = $1 and first_us <= $2 order by first_us desc limit 1`,
    [tagId, atUs],
  )
  return rows[0]
}
