/** Writes samples into files of the archive, and looks whether they hold what they were given. */
import { randomUUID } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { DuckDb } from '#blocks/duckdb/open.ts'
import { hashFile } from '../file-hash.ts'
import type { TagType } from '../historian-tags.ts'
import { finishFile, unfinished } from './archive-folder.ts'
import { readWholeParquet } from './parquet-read.ts'
import { ParquetPart } from './parquet-write.ts'
import { RowsHash } from './rows-hash.ts'
import { none } from './stored-rows.ts'
import type { StoredRows } from './stored-rows.ts'

/** What the manifest says of a file. */
export interface WrittenFile {
  name: string
  type: TagType
  samples: number
  bytes: number
  hash: string
  tags: WrittenTag[]
}

export interface WrittenTag {
  tagId: number
  firstUs: number
  lastUs: number
  samples: number
  /** The valid one of `lastUs`, as a row of the table that knows no special numbers. */
  newest: Record<string, string | number | boolean | null>
}

export interface PartPlace {
  db: DuckDb
  folder: string
  /** Begins the names of files: when their samples begin. */
  fromUs: number
  /** The most samples of a file; a tag is never parted. */
  maxSamples: number
}

/** One file after the other; the samples of one type of value come tag by tag. */
export class PartsWriter {
  readonly files: WrittenFile[] = []
  readonly #place: PartPlace
  #part: ParquetPart | undefined
  #hash = new RowsHash()
  #tags: WrittenTag[] = []
  #names: Record<string, string> = {}

  constructor(place: PartPlace) {
    this.#place = place
  }

  /** The samples of one tag, in portions by time. */
  async addTag(
    tag: { id: number; type: TagType; name: string },
    portions: AsyncIterable<StoredRows>,
  ): Promise<WrittenTag | undefined> {
    if (this.#part && (this.#part.type !== tag.type || this.#hash.count >= this.#place.maxSamples))
      await this.finish()
    const written: WrittenTag = {
      tagId: tag.id,
      firstUs: Infinity,
      lastUs: -Infinity,
      samples: 0,
      newest: {},
    }
    for await (const rows of portions) {
      if (rows.length === 0) continue
      this.#part ??= await ParquetPart.begin(this.#place.db, tag.type)
      this.#hash.add(tag.id, rows)
      await this.#part.add(tag.id, rows)
      written.firstUs = Math.min(written.firstUs, rows.timesUs[0])
      written.lastUs = rows.timesUs[rows.length - 1]
      written.samples += rows.length
      written.newest = lastRow(rows)
    }
    if (written.samples === 0) return undefined
    this.#tags.push(written)
    this.#names[tag.id] = tag.name
    return written
  }

  /** Ends the file under way, if there is one. Throws where it does not hold what it was given. */
  async finish(): Promise<void> {
    if (!this.#part) return
    const { db, folder, fromUs } = this.#place
    const day = new Date(fromUs / 1_000).toISOString().slice(0, 10)
    const name = `${day}_${this.#part.type}_${randomUUID()}.parquet`
    const path = join(folder, name) + unfinished
    await this.#part.write(path, { tags: JSON.stringify(this.#names) })
    await verify(db, path, { type: this.#part.type, expected: this.#hash })
    const { hash, bytes } = await hashFile(path)
    await finishFile(folder, name)
    this.files.push({
      ...{ name, bytes, hash, type: this.#part.type, samples: this.#hash.count, tags: this.#tags },
    })
    this.#part = undefined
    this.#hash = new RowsHash()
    this.#tags = []
    this.#names = {}
  }
}

function lastRow({ type, length, ...rows }: StoredRows): WrittenTag['newest'] {
  const at = length - 1
  const value = rows.values[at]
  const text = Object.is(value, -0) ? '-0' : String(value)
  const receivedUs = rows.origin!.receivedUs[at]
  return {
    time_us: rows.timesUs[at],
    revision: rows.revisions[at],
    quality: rows.qualities[at],
    [type]: rows.empty[at] ? null : type === 'boolean' ? value === 1 : text,
    raw_status: rows.origin!.statuses[at],
    received_us: receivedUs === none ? null : String(receivedUs),
  }
}

async function verify(
  db: DuckDb,
  path: string,
  { type, expected }: { type: TagType; expected: RowsHash },
): Promise<void> {
  const found = new RowsHash()
  for await (const { tagId, rows } of readWholeParquet(db, path, type)) found.add(tagId, rows)
  if (found.count === expected.count && found.digest() === expected.digest()) return
  await rm(path)
  throw new Error(`an archived file does not hold its ${expected.count} samples: ${found.count} were read`)
}
