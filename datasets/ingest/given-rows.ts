/** Samples as the parameters of a statement. */
import { arrayBytes } from './array-bytes.ts'
import { sequenceOf } from './deliveries.ts'
import type { Place } from './sample-order.ts'
import type { KnownTag } from './tag-directory.ts'

export interface GivenRow extends Place {
  revision: number
}

export const insertedColumns = `tag_id, time_us, revision, project_id, number, integer, boolean, text, quality,
  raw_status, received_us, sequence`

/** The rows of `parametersOf`, numbered from 1; an array that is null is a column of nulls. */
export const givenSql = `select ${insertedColumns}, position::integer as ordinal
  from unnest($1::integer[], $2::bigint[], $3::integer[], $4::uuid[], $5::double precision[], $6::bigint[],
    $7::boolean[], $8::text[], $9::smallint[], $10::text[], $11::bigint[], $12::bigint[])
  with ordinality as unnested(${insertedColumns}, position)`

/** One for each of `insertedColumns`. */
export function parametersOf(rows: GivenRow[], tags: Map<number, KnownTag>): unknown[] {
  const count = rows.length
  const has = (type: number) => rows.some(({ batch, row }) => batch.types[row] === type)
  const ofType = (type: number, valueAt: (place: Place) => number | bigint | undefined) => (index: number) =>
    rows[index].batch.types[rows[index].row] === type ? valueAt(rows[index]) : undefined
  return [
    arrayBytes('integer', count, (i) => rows[i].batch.keys[rows[i].row]),
    arrayBytes('bigint', count, (i) => rows[i].batch.timesUs[rows[i].row]),
    arrayBytes('integer', count, (i) => rows[i].revision),
    arrayBytes('uuid', count, (i) => tags.get(rows[i].batch.keys[rows[i].row])?.projectWords),
    has(0)
      ? arrayBytes(
          'double precision',
          count,
          ofType(0, ({ batch, row }) => batch.numbers[row]),
        )
      : null,
    has(1)
      ? arrayBytes(
          'bigint',
          count,
          ofType(1, ({ batch, row }) => batch.integers?.[row]),
        )
      : null,
    has(2)
      ? arrayBytes(
          'boolean',
          count,
          ofType(2, ({ batch, row }) => batch.numbers[row]),
        )
      : null,
    has(3)
      ? rows.map(({ batch, row }) => (batch.types[row] === 3 ? batch.texts?.[row].toWellFormed() : null))
      : null,
    arrayBytes('smallint', count, (i) => rows[i].batch.qualities[rows[i].row]),
    rows.some(({ batch }) => batch.statuses)
      ? rows.map(({ batch, row }) => batch.statuses?.[row].toWellFormed() || null)
      : null,
    arrayBytes('bigint', count, (i) => rows[i].batch.receivedUs),
    arrayBytes('bigint', count, (i) => sequenceOf(rows[i].batch, rows[i].row)),
  ]
}
