/** What a Parquet file says about itself. */
import { quoteName, quoteText } from '#blocks/duckdb/open.ts'
import type { DuckDb } from '#blocks/duckdb/open.ts'
import { refusal } from '#blocks/file-reader/refusal.ts'
import { tableSchemaSchema } from '#pipeline/ports.ts'
import type { ColumnType, TableSchema } from '#pipeline/ports.ts'

/** Key of the file's metadata under which write-parquet keeps the table's schema. */
export const schemaKey = 'ecoki:schema'

export interface FileColumn {
  name: string
  type: ColumnType
  /** As DuckDB calls it: 'DECIMAL(18,2)'. */
  stored: string
  /** A timestamp without zone: a clock reading. */
  isClock: boolean
}

/** The rows of the file, for FROM. */
export function parquetRows(path: string): string {
  return `read_parquet(${quoteText(path)})`
}

/** Columns in order. Throws 'columns-unsupported' for nested ones and bytes, unless dropped, and 'file-unreadable'. */
export async function fileColumns(
  db: DuckDb,
  path: string,
  dropped: ReadonlySet<string>,
): Promise<FileColumn[]> {
  const found = await described(db, path)
  const columns = found.filter((column) => !dropped.has(column.name))
  const unsupported = columns.filter(({ type }) => columnType(type) === undefined)
  if (unsupported.length > 0) {
    const details = unsupported.map(({ name, type }) => `${name} (${type})`).join(', ')
    throw refusal('columns-unsupported', { columns: unsupported }, details)
  }
  return columns.map(({ name, type }) => ({
    name,
    type: columnType(type)!,
    stored: type,
    isClock: /^(TIMESTAMP(_S|_MS|_NS)?|DATE)$/.test(type),
  }))
}

async function described(db: DuckDb, path: string): Promise<{ name: string; type: string }[]> {
  try {
    const rows = (await db.runAndReadAll(`describe select * from ${parquetRows(path)}`)).getRowObjectsJS()
    return rows.map((row) => ({ name: String(row.column_name), type: String(row.column_type) }))
  } catch (error) {
    throw refusal('file-unreadable', { format: 'Parquet', reason: (error as Error).message })
  }
}

function columnType(type: string): ColumnType | undefined {
  if (/^U?(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT)$/.test(type)) return 'integer'
  if (/^(FLOAT|DOUBLE|DECIMAL\(.*\))$/.test(type)) return 'number'
  if (/^(TIMESTAMP|DATE)/.test(type)) return 'time'
  if (/^(VARCHAR|UUID|TIME|ENUM\(.*\))$/.test(type)) return 'text'
  return type === 'BOOLEAN' ? 'boolean' : undefined
}

/** Rows in all, and how many of each column are not NULL. */
export async function countRows(
  db: DuckDb,
  path: string,
  names: string[],
): Promise<{ rows: number; present: Map<string, number> }> {
  const counts = ['count(*)', ...names.map((name) => `count(${quoteName(name)})`)].join(', ')
  const [row] = (await db.runAndReadAll(`select ${counts} from ${parquetRows(path)}`)).getRowsJS()
  const [rows, ...present] = row.map(Number)
  return { rows, present: new Map(names.map((name, at) => [name, present[at]])) }
}

/** The schema that write-parquet left in the file, if it did. */
export async function keptSchema(db: DuckDb, path: string): Promise<TableSchema | undefined> {
  const query = `select decode(value) from parquet_kv_metadata(${quoteText(path)}) where decode(key) = ${quoteText(schemaKey)}`
  const [row] = (await db.runAndReadAll(query)).getRowsJS()
  if (!row) return undefined
  const parsed = tableSchemaSchema.safeParse(JSON.parse(String(row[0])))
  return parsed.success ? parsed.data : undefined
}
