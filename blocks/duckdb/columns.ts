/** From DuckDB's results to columns on the wire and back, chunk by chunk without boxing numbers. */
import { BIGINT, BOOLEAN, DOUBLE, DuckDBDataChunk, TIMESTAMPTZ, VARCHAR } from '@duckdb/node-api'
import type { DuckDBVector } from '@duckdb/node-api'
import { newValues } from '#blocks/kernels/rows.ts'
import type { ColumnType } from '#pipeline/ports.ts'
import { bitmapOrNone, isMissing, newBitmap, setMissing } from '#pipeline/table.ts'
import type { ColumnData, Table } from '#pipeline/table.ts'
import { quoteName } from './open.ts'
import type { DuckDb } from './open.ts'

export interface Selected {
  /** SQL of the value. */
  sql: string
  type: ColumnType
}

/** NULL is no NaN in DuckDB, so the value goes along with a flag that alone says missing. */
function selection({ sql, type }: Selected): string {
  const value = {
    number: `coalesce(cast(${sql} as double), 'nan'::double)`,
    integer: `coalesce(cast(${sql} as bigint), 0)`,
    boolean: `coalesce(cast(cast(${sql} as boolean) as utinyint), 0)`,
    time: `coalesce(epoch_us(${sql}), 0)`,
    text: `coalesce(cast(${sql} as varchar), '')`,
  }[type]
  return `${value}, cast((${sql}) is null as utinyint)`
}

/** The rows of `from` (SQL behind FROM) as columns, in order. `rows` must be their number. */
export async function readColumns(
  db: DuckDb,
  query: { selected: Selected[]; from: string; rows: number; progress?(done: number, total: number): void },
): Promise<ColumnData[]> {
  const { selected, rows } = query
  if (selected.length === 0) return []
  const builders = selected.map(({ type }) => builder(type, rows))
  const result = await db.stream(`select ${selected.map(selection).join(', ')} from ${query.from}`)
  for (let done = 0; ;) {
    const chunk = await result.fetchChunk()
    if (!chunk || chunk.rowCount === 0) break
    if (done + chunk.rowCount > rows) throw new Error('more rows than counted')
    builders.forEach((item, at) =>
      item.append(chunk.getColumnVector(2 * at), chunk.getColumnVector(2 * at + 1), done),
    )
    done += chunk.rowCount
    query.progress?.(done, rows)
  }
  return builders.map((item) => item.finish())
}

interface Builder {
  append(values: DuckDBVector, isNull: DuckDBVector, at: number): void
  finish(): ColumnData
}

function builder(type: ColumnType, rows: number): Builder {
  const values = newValues(type, rows)
  const missing = newBitmap(rows)
  const dictionary: string[] = []
  const copy = type === 'text' ? textCopier(values as Int32Array, dictionary) : numbersCopier(type, values)
  return {
    append(vector, isNull, at) {
      const flags = itemsOf(isNull) as Uint8Array
      copy(vector, flags, at)
      for (let row = 0; row < flags.length; row++) {
        if (flags[row] === 0) continue
        setMissing(missing, at + row)
        if (values instanceof Float64Array) values[at + row] = NaN
      }
    },
    finish: () => ({ type, values, ...(type === 'text' && { dictionary }), missing: bitmapOrNone(missing) }),
  }
}

type Copier = (vector: DuckDBVector, isNull: Uint8Array, at: number) => void

function numbersCopier(type: ColumnType, values: ColumnData['values']): Copier {
  if (type === 'time') {
    return (vector, _isNull, at) => {
      const items = itemsOf(vector) as BigInt64Array
      for (let row = 0; row < items.length; row++) values[at + row] = Number(items[row])
    }
  }
  return (vector, _isNull, at) => (values as Float64Array).set(itemsOf(vector) as Float64Array, at)
}

function textCopier(values: Int32Array, dictionary: string[]): Copier {
  const codes = new Map<string, number>()
  return (vector, isNull, at) => {
    for (let row = 0; row < isNull.length; row++) {
      if (isNull[row] === 1) continue
      const text = vector.getItem(row) as string
      let code = codes.get(text)
      if (code === undefined) codes.set(text, (code = dictionary.push(text) - 1))
      values[at + row] = code
    }
  }
}

/** The typed array of a vector of fixed-width values. */
function itemsOf(vector: DuckDBVector): ColumnData['values'] {
  return (vector as unknown as { items: ColumnData['values'] }).items
}

const sqlTypes = {
  number: 'double',
  integer: 'bigint',
  boolean: 'boolean',
  text: 'varchar',
  time: 'timestamptz',
}
const duckTypes = { number: DOUBLE, integer: BIGINT, boolean: BOOLEAN, text: VARCHAR, time: TIMESTAMPTZ }
const chunkRows = 2_048

/** Makes a DuckDB table of a table on the wire. Missing becomes NULL, NaN stays NaN, times are instants. */
export async function writeTable(
  db: DuckDb,
  name: string,
  table: Table,
  progress?: (done: number, total: number) => void,
): Promise<void> {
  const { columns } = table.schema
  const definitions = columns.map((column) => `${quoteName(column.name)} ${sqlTypes[column.type]}`)
  await db.run(`create table ${quoteName(name)} (${definitions.join(', ')})`)
  const appender = await db.createAppender(name)
  const chunk = DuckDBDataChunk.create(
    columns.map((column) => duckTypes[column.type]),
    chunkRows,
  )
  for (let from = 0; from < table.rows; from += chunkRows) {
    const to = Math.min(table.rows, from + chunkRows)
    chunk.reset()
    chunk.rowCount = to - from
    table.columns.forEach((data, at) => fillVector(chunk.getColumnVector(at), data, { from, to }))
    appender.appendDataChunk(chunk)
    progress?.(to, table.rows)
    await new Promise<void>((resolve) => setImmediate(resolve))
  }
  appender.closeSync()
}

interface Settable {
  setItem(row: number, value: unknown): void
  flush(): void
}

function fillVector(
  vector: DuckDBVector,
  data: ColumnData,
  { from, to }: { from: number; to: number },
): void {
  const target = vector as unknown as Settable
  const valueAt = valueReader(data)
  if (valueAt === undefined)
    (itemsOf(vector) as Float64Array).set(data.values.subarray(from, to) as Float64Array)
  for (let row = from; row < to; row++) {
    if (isMissing(data, row)) target.setItem(row - from, null)
    else if (valueAt) target.setItem(row - from, valueAt(row))
  }
  target.flush()
}

/** How a value is handed over; undefined where the whole array can be copied. */
function valueReader({ type, values, dictionary }: ColumnData): ((row: number) => unknown) | undefined {
  if (type === 'number' || type === 'integer') return undefined
  if (type === 'text') return (row) => dictionary![values[row] as number]
  if (type === 'boolean') return (row) => values[row] === 1
  return (row) => ({ micros: BigInt(values[row]) })
}
