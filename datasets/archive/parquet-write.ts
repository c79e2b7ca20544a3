/** Samples into a Parquet file: ordered by tag, time and revision, one file for one type of value. */
import { BIGINT, BOOLEAN, DOUBLE, DuckDBDataChunk, INTEGER, UTINYINT, VARCHAR } from '@duckdb/node-api'
import type { DuckDBAppender, DuckDBType } from '@duckdb/node-api'
import { quoteText } from '#blocks/duckdb/open.ts'
import type { DuckDb } from '#blocks/duckdb/open.ts'
import type { TagType } from '../historian-tags.ts'
import { none } from './stored-rows.ts'
import type { StoredRows } from './stored-rows.ts'

const valueTypes: Record<TagType, DuckDBType> = {
  number: DOUBLE,
  integer: BIGINT,
  boolean: BOOLEAN,
  text: VARCHAR,
}
const chunkRows = 2_048

/** A part of the archive while it is filled. */
export class ParquetPart {
  readonly type: TagType
  readonly #db: DuckDb
  readonly #appender: DuckDBAppender
  readonly #chunk: DuckDBDataChunk

  private constructor(db: DuckDb, type: TagType, appender: DuckDBAppender) {
    this.#db = db
    this.type = type
    this.#appender = appender
    this.#chunk = DuckDBDataChunk.create(
      [INTEGER, BIGINT, INTEGER, UTINYINT, valueTypes[type], VARCHAR, BIGINT, BIGINT],
      chunkRows,
    )
  }

  static async begin(db: DuckDb, type: TagType): Promise<ParquetPart> {
    const value = { number: 'double', integer: 'bigint', boolean: 'boolean', text: 'varchar' }[type]
    await db.run(`create or replace table part (tag_id integer, time_us bigint, revision integer, quality utinyint,
      value ${value}, raw_status varchar, received_us bigint, sequence bigint)`)
    return new ParquetPart(db, type, await db.createAppender('part'))
  }

  /** Tags come one after the other. */
  async add(tagId: number, rows: StoredRows): Promise<void> {
    for (let from = 0; from < rows.length; from += chunkRows) {
      this.#fill(tagId, rows, from)
      this.#appender.appendDataChunk(this.#chunk)
      if (from % (50 * chunkRows) === 0) await new Promise((resolve) => setImmediate(resolve))
    }
  }

  /** `notes` stand in the head of the file, for whoever finds it without its database. */
  async write(path: string, notes: Record<string, string>): Promise<void> {
    this.#appender.closeSync()
    const head = Object.entries(notes).map(([name, text]) => `${name}: ${quoteText(text)}`)
    await this.#db.run(
      `copy part to ${quoteText(path)} (format parquet, parquet_version v2, compression zstd,
        kv_metadata { ${head.join(', ')} })`,
    )
    await this.#db.run('drop table part')
  }

  #fill(tagId: number, rows: StoredRows, from: number): void {
    const to = Math.min(rows.length, from + chunkRows)
    const { origin } = rows
    if (!origin) throw new Error('the archive keeps how samples came')
    this.#chunk.reset()
    this.#chunk.rowCount = to - from
    const column = (at: number) => this.#chunk.getColumnVector(at) as unknown as Vector
    const bigs = (at: number, values: BigInt64Array) => {
      const vector = column(at)
      vector.items.set(values.subarray(from, to) as never)
      for (let row = from; row < to; row++) if (values[row] === none) vector.setItem(row - from, null)
      vector.flush()
    }
    const each = (at: number, valueAt: (row: number) => unknown) => {
      const vector = column(at)
      for (let row = from; row < to; row++) vector.setItem(row - from, valueAt(row))
      vector.flush()
    }
    const whole = (at: number, values: ArrayLike<number | bigint>) => {
      const vector = column(at)
      vector.items.set(values as never)
      vector.flush()
    }
    whole(0, new Int32Array(to - from).fill(tagId))
    whole(1, BigInt64Array.from(rows.timesUs.subarray(from, to), BigInt))
    whole(2, rows.revisions.subarray(from, to))
    whole(3, rows.qualities.subarray(from, to))
    this.#fillValues(column(4), rows, { from, to })
    each(5, (row) => origin.statuses[row])
    bigs(6, origin.receivedUs)
    bigs(7, origin.sequences)
  }

  #fillValues(
    vector: Vector,
    { type, values, empty }: StoredRows,
    { from, to }: { from: number; to: number },
  ) {
    const isPlain = type === 'number' || type === 'integer'
    if (isPlain) vector.items.set((values as Float64Array).subarray(from, to) as never)
    for (let row = from; row < to; row++) {
      if (empty[row]) vector.setItem(row - from, null)
      else if (!isPlain) vector.setItem(row - from, type === 'boolean' ? values[row] === 1 : values[row])
    }
    vector.flush()
  }
}

interface Vector {
  items: { set(values: never): void }
  setItem(row: number, value: unknown): void
  flush(): void
}
