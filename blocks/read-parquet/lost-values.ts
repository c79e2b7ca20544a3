/** Values that their column would not keep exactly, told with their rows: nothing is rounded silently. */
import { quoteName } from '#blocks/duckdb/open.ts'
import type { DuckDb } from '#blocks/duckdb/open.ts'
import { refusal } from '#blocks/file-reader/refusal.ts'
import type { ChosenColumn } from '#blocks/file-reader/schema.ts'
import type { ColumnType } from '#pipeline/ports.ts'
import { parquetRows } from './parquet-file.ts'
import type { FileColumn } from './parquet-file.ts'
import { isLongDecimal, nearestDouble } from './selection.ts'

interface LostValues {
  column: string
  type: ColumnType
  count: number
  /** The first rows, from 1, and what stands in the first one. */
  rows: number[]
  found: string
}

/** Throws 'values-not-kept'. `found`: all chosen columns by their names in the file. */
export async function refuseLost(
  db: DuckDb,
  path: string,
  chosen: ChosenColumn[],
  found: ReadonlyMap<string, FileColumn>,
): Promise<void> {
  const tests = chosen.flatMap(({ source, column }) => {
    const test = lossTest(quoteName(source), found.get(source)!.stored, column.type)
    return test === undefined ? [] : [{ source, type: column.type, sql: isLost(source, test) }]
  })
  if (tests.length === 0) return
  const counts = tests.map(({ sql }) => `count(*) filter (${sql})`).join(', ')
  const [row] = (await db.runAndReadAll(`select ${counts} from ${parquetRows(path)}`)).getRowsJS()
  const lost: LostValues[] = []
  for (const [at, { source, type, sql }] of tests.entries()) {
    const count = Number(row[at])
    if (count > 0) lost.push({ column: source, type, count, ...(await firstPlaces(db, path, source, sql)) })
  }
  if (lost.length > 0) throw refusalOf(lost)
}

function isLost(source: string, test: string): string {
  return `${quoteName(source)} is not null and (${test})`
}

async function firstPlaces(db: DuckDb, path: string, source: string, sql: string) {
  const each = `select row_number() over () as place, cast(${quoteName(source)} as varchar) as value, ${sql} as lost`
  const query = `select place, value from (${each} from ${parquetRows(path)}) where lost order by place limit 10`
  const rows = (await db.runAndReadAll(query)).getRowsJS()
  return { rows: rows.map(([place]) => Number(place)), found: String(rows[0][1]) }
}

function refusalOf(lost: LostValues[]) {
  const first = lost.slice(0, 10)
  const inRow = (row: string) =>
    first
      .map(({ column, type, found, rows }) => `${column} (${type}): ${found}, ${row} ${rows[0]}`)
      .join('; ')
  const count = lost.reduce((sum, item) => sum + item.count, 0)
  return refusal('values-not-kept', { count, columns: lost }, { de: inRow('Zeile'), en: inRow('row') })
}

/** Source of a SQL expression that holds for a value that is lost; undefined where none can be. */
function lossTest(value: string, stored: string, type: ColumnType): string | undefined {
  const from = Object.entries(storedKinds).find(([, pattern]) => pattern.test(stored))?.[0] as StoredKind
  return tests[type][from]?.(value, stored)
}

const storedKinds = {
  small: /^(U?(TINYINT|SMALLINT|INTEGER)|BOOLEAN)$/,
  whole: /^U?(BIGINT|HUGEINT)$/,
  float: /^(FLOAT|DOUBLE)$/,
  decimal: /^DECIMAL/,
  time: /^(TIMESTAMP|DATE)/,
  text: /./,
}
type StoredKind = keyof typeof storedKinds
type LossTest = (value: string, stored: string) => string | undefined

const always: LossTest = () => 'true'

const tests: Record<ColumnType, Partial<Record<StoredKind, LossTest>>> = {
  text: {},
  integer: {
    whole: (value, stored) => (stored === 'BIGINT' ? undefined : noInt64(value)),
    float: (value) => `${noInt64(value)} or ${value} <> trunc(${value})`,
    decimal: (value) => `${noInt64(value)} or ${value} <> trunc(${value})`,
    text: (value) => `not ${isWholeText(value)} or ${noInt64(value)}`,
    time: always,
  },
  number: {
    whole: isRounded,
    decimal: (value, stored) =>
      isLongDecimal(stored) ? `${value} = trunc(${value}) and ${isRounded(value)}` : undefined,
    text: (value) =>
      `case when ${isWholeText(value)} then ${isRounded(value)} else try_cast(${value} as double) is null end`,
    time: always,
  },
  boolean: {
    small: (value, stored) => (stored === 'BOOLEAN' ? undefined : isNoBit(value)),
    whole: isNoBit,
    float: isNoBit,
    decimal: isNoBit,
    text: (value) => `try_cast(${value} as boolean) is null`,
    time: always,
  },
  time: { small: always, whole: always, float: always, decimal: always, text: always, time: isNoInstant },
}

function noInt64(value: string): string {
  return `try_cast(${value} as bigint) is null`
}

function isNoBit(value: string): string {
  return `${value} not in (0, 1)`
}

function isWholeText(value: string): string {
  return `regexp_full_match(trim(${value}), '[+-]?[0-9]+')`
}

/** Of whole numbers: the nearest double is another number. */
function isRounded(value: string): string {
  return `coalesce(try_cast(${nearestDouble(value)} as hugeint) <> try_cast(${value} as hugeint), true)`
}

/** Infinity, and microseconds that no double holds. */
function isNoInstant(value: string): string {
  const us = `epoch_us(${value})`
  const isKept = `coalesce(try_cast(cast(${us} as double) as bigint) = ${us}, false)`
  return `case when isfinite(${value}) and abs(year(${value})) < 290000 then not ${isKept} else true end`
}
