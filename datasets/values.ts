/** What flows over a wire, by reference: how every type of port is kept in a store. */
import type { Json, PortValue } from '#blocks/block.ts'
import { canonicalJson } from '#pipeline/canonical-json.ts'
import { sha256Hex } from '#pipeline/hash.ts'
import type { PortSchema } from '#pipeline/ports.ts'
import type { Table } from '#pipeline/table.ts'
import type { HashedColumn } from './column-hash.ts'
import { exactJson } from './exact-json.ts'
import { hashBytes } from './file-hash.ts'
import { mapLimited } from './limited.ts'
import type { Store, StoredObject, StoredValue } from './store.ts'
import { objectMissing } from './store-errors.ts'

export { loadValue } from './load-value.ts'

/** Columns that are written or read at the same time. */
const parallel = 4

export interface StoreValueOptions {
  /** Called with all addresses of the value before anything is written, or skipped because it is there already. */
  takeReferences?(hashes: string[]): Promise<void>
}

/**
 * Keeps a value and says how to find it again. `schema` is what propagation promised for the port. Equal values
 * have equal hashes. Throws Error when value and schema do not belong together, TypeError for numbers in models and
 * metrics that are no JSON (NaN, infinities), 'object-missing' for a report whose file is not in the store.
 */
export async function storeValue(
  store: Store,
  value: PortValue,
  schema: PortSchema,
  options: StoreValueOptions = {},
): Promise<StoredValue> {
  if (value.type !== schema.type) throw new Error(`a ${value.type} where a ${schema.type} was promised`)
  const parts = await partsOf(store, value)
  const stored = describe(value, schema, parts)
  await options.takeReferences?.(addressesOf(stored))
  await mapLimited(parts.columns, parallel, (column) => store.putHashedColumn(column))
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
  columns: HashedColumn[]
  /** What is kept as files. */
  contents: Uint8Array[]
}

async function partsOf(store: Store, value: PortValue): Promise<Parts> {
  switch (value.type) {
    case 'table':
    case 'intervals':
      checkTable(value.table)
      return {
        columns: await mapLimited(value.table.columns, 1, (column) => store.hashColumn(column)),
        contents: [],
      }
    case 'model':
    case 'fitted': {
      const contents: Uint8Array[] = [Buffer.from(exactJson(value.parameters))]
      return { columns: [], contents: value.bytes ? [...contents, value.bytes] : contents }
    }
    case 'chart':
      return { columns: [], contents: [Buffer.from(exactJson(value.chart))] }
    default:
      return { columns: [], contents: [] }
  }
}

function checkTable({ schema, rows, columns }: Table): void {
  if (schema.columns.length !== columns.length)
    throw new Error(`${columns.length} columns, not ${schema.columns.length}`)
  for (const [index, column] of columns.entries()) {
    const { name } = schema.columns[index]
    if (column.values.length !== rows)
      throw new Error(`${column.values.length} values, not ${rows}, in column ${name}`)
  }
}

function describe(value: PortValue, schema: PortSchema, parts: Parts): StoredValue {
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
  const plain = JSON.parse(canonicalJson(content)) as typeof content
  return { ...plain, hash: sha256Hex(canonicalJson(content)), bytes }
}

function objectsOf(value: PortValue, parts: Parts): StoredObject[] {
  return value.type === 'report' ? [value.file] : parts.contents.map(hashBytes)
}

/** What is small enough to stand in a row of the database itself. */
function inlineValue(value: PortValue): Json | undefined {
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
