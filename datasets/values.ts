/** What flows over a wire, by reference: how every type of port is kept in a store. */
import type { Json, ResultValue } from '#blocks/block.ts'
import { canonicalJson } from '#pipeline/canonical-json.ts'
import { sha256Hex } from '#pipeline/hash.ts'
import { isLazy, useColumn } from '#pipeline/lazy-table.ts'
import type { LazyColumn, ResultTable } from '#pipeline/lazy-table.ts'
import type { PortSchema } from '#pipeline/ports.ts'
import type { ColumnData } from '#pipeline/table.ts'
import type { HashedColumn } from './column-hash.ts'
import { exactJson } from './exact-json.ts'
import { hashBytes } from './file-hash.ts'
import { mapLimited } from './limited.ts'
import type { Store, StoredObject, StoredValue } from './store.ts'
import { objectMissing } from './store-errors.ts'

export { loadValue } from './load-value.ts'

/** Columns that are written or read at the same time. */
const parallel = 4
/** Rows of columns on disk that are in memory at the same time. */
const rowsAtOnce = 4 << 20

export interface StoreValueOptions {
  /**
   * Called with addresses before they are written, or skipped because they are there already: with all of the value
   * at once; of a table with columns on disk with each column's before, since each is read but once.
   */
  takeReferences?(hashes: string[]): Promise<void>
}

/**
 * Keeps a value and says how to find it again. `schema` is what propagation promised for the port. Equal values
 * have equal hashes. Throws Error when value and schema do not belong together, TypeError for numbers in models and
 * metrics that are no JSON (NaN, infinities), 'object-missing' for a report whose file is not in the store.
 */
export async function storeValue(
  store: Store,
  value: ResultValue,
  schema: PortSchema,
  options: StoreValueOptions = {},
): Promise<StoredValue> {
  if (value.type !== schema.type) throw new Error(`a ${value.type} where a ${schema.type} was promised`)
  const parts = await partsOf(store, value, options)
  const stored = describe(value, schema, parts)
  await options.takeReferences?.(addressesOf(stored))
  await mapLimited(parts.hashed, parallel, (column) => store.putHashedColumn(column))
  await mapLimited(parts.contents, parallel, (content) => store.putFile(content))
  if (value.type === 'report' && !(await store.has(value.file.hash))) throw objectMissing(value.file.hash)
  return stored
}

/** Every address a stored value needs, each once. */
export function addressesOf(stored: StoredValue): string[] {
  const chain = stored.chain === undefined ? [] : [stored.chain]
  return [...new Set([...(stored.columns ?? []), ...(stored.objects ?? []), ...chain])]
}

interface Parts {
  columns: StoredObject[]
  /** Those of the columns that are still to be written. */
  hashed: HashedColumn[]
  /** What is kept as files. */
  contents: Uint8Array[]
}

async function partsOf(store: Store, value: ResultValue, options: StoreValueOptions): Promise<Parts> {
  const none: Parts = { columns: [], hashed: [], contents: [] }
  switch (value.type) {
    case 'table':
    case 'intervals':
      checkTable(value.table)
      return { ...none, ...(await columnsOf(store, value.table, options)) }
    case 'model':
    case 'fitted': {
      const contents: Uint8Array[] = [Buffer.from(exactJson(value.parameters))]
      return { ...none, contents: value.bytes ? [...contents, value.bytes] : contents }
    }
    case 'chart':
      return { ...none, contents: [Buffer.from(exactJson(value.chart))] }
    default:
      return none
  }
}

async function columnsOf(
  store: Store,
  { rows, columns }: ResultTable,
  options: StoreValueOptions,
): Promise<Pick<Parts, 'columns' | 'hashed'>> {
  if (columns.some((column) => isLazy(column))) {
    const lanes = Math.max(1, Math.min(parallel, Math.floor(rowsAtOnce / rows)))
    const kept = await mapLimited(columns, lanes, (column) => keepColumn(store, column, options))
    return { columns: kept, hashed: [] }
  }
  const hashed = await mapLimited(columns as ColumnData[], 1, (column) => store.hashColumn(column))
  return { columns: hashed, hashed }
}

/** A column that need not be in memory before or afterwards. */
async function keepColumn(
  store: Store,
  column: ColumnData | LazyColumn,
  { takeReferences }: StoreValueOptions,
): Promise<StoredObject> {
  return useColumn(column, async (data) => {
    const hashed = await store.hashColumn(data)
    await takeReferences?.([hashed.hash])
    return store.putHashedColumn(hashed)
  })
}

function checkTable({ schema, rows, columns }: ResultTable): void {
  if (schema.columns.length !== columns.length)
    throw new Error(`${columns.length} columns, not ${schema.columns.length}`)
  for (const [index, column] of columns.entries()) {
    const { name } = schema.columns[index]
    const values = isLazy(column) ? column.rows : column.values.length
    if (values !== rows) throw new Error(`${values} values, not ${rows}, in column ${name}`)
  }
}

function describe(value: ResultValue, schema: PortSchema, parts: Parts): StoredValue {
  const inline = inlineValue(value)
  const objects = objectsOf(value, parts)
  const isTable = value.type === 'table' || value.type === 'intervals'
  const content = {
    type: value.type,
    schema,
    rows: isTable ? value.table.rows : undefined,
    columns: isTable ? parts.columns.map((column) => column.hash) : undefined,
    objects: objects.length > 0 ? objects.map((object) => object.hash) : undefined,
    value: inline,
  }
  const inlineBytes = isTable || inline === undefined ? 0 : Buffer.byteLength(JSON.stringify(inline))
  const kept = [...parts.columns, ...objects].reduce((sum, object) => sum + object.bytes, 0)
  const bytes = objects.length + parts.columns.length > 0 ? kept : inlineBytes
  const text = canonicalJson(content)
  const plain = JSON.parse(text) as typeof content
  return { ...plain, hash: sha256Hex(text), bytes }
}

function objectsOf(value: ResultValue, parts: Parts): StoredObject[] {
  return value.type === 'report' ? [value.file] : parts.contents.map(hashBytes)
}

/** What is small enough to stand in a row of the database itself. */
function inlineValue(value: ResultValue): Json | undefined {
  switch (value.type) {
    case 'metrics':
      return value.values
    case 'scalar':
      return value.value
    case 'report':
      return { ...value.file }
    case 'intervals':
      // Its port schema names the attributes alone.
      return value.table.schema as unknown as Json
    default:
      return undefined
  }
}
