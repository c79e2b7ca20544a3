import { readFile } from 'node:fs/promises'
import type { Json, PortValue } from '#blocks/block.ts'
import { fileRefSchema } from '#pipeline/file-ref.ts'
import { tableSchemaSchema } from '#pipeline/ports.ts'
import type { TableSchema } from '#pipeline/ports.ts'
import type { Table } from '#pipeline/table.ts'
import { mapLimited } from './limited.ts'
import type { Store, StoredValue } from './store.ts'

const parallel = 4

/** A value as it was stored. Throws 'object-missing' and 'object-damaged' as the store does. */
export async function loadValue(store: Store, stored: StoredValue): Promise<PortValue> {
  const { schema, value = null } = stored
  switch (schema.type) {
    case 'table':
      return { type: 'table', table: await loadTable(store, stored, schema.table) }
    case 'intervals':
      return { type: 'intervals', table: await loadTable(store, stored, tableSchemaSchema.parse(value)) }
    case 'model':
      return { type: 'model', schema, ...(await loadLearnt(store, stored)) }
    case 'fitted':
      return { type: 'fitted', schema, ...(await loadLearnt(store, stored)) }
    case 'metrics':
      return { type: 'metrics', values: value as Record<string, number | null> }
    case 'chart':
      return { type: 'chart', chart: await loadJson(store, stored) }
    case 'report':
      return { type: 'report', file: fileRefSchema.parse(value) }
    case 'scalar':
      return { type: 'scalar', schema, value }
  }
}

async function loadTable(store: Store, stored: StoredValue, schema: TableSchema): Promise<Table> {
  const columns = await mapLimited(stored.columns ?? [], parallel, (hash) => store.getColumn(hash))
  return { schema, rows: stored.rows ?? 0, columns }
}

async function loadLearnt(
  store: Store,
  stored: StoredValue,
): Promise<{ parameters: Json; bytes?: Uint8Array }> {
  const parameters = await loadJson(store, stored)
  const hash = stored.objects?.[1]
  return hash === undefined ? { parameters } : { parameters, bytes: await readObject(store, hash) }
}

async function loadJson(store: Store, stored: StoredValue): Promise<Json> {
  const [hash] = stored.objects ?? []
  if (hash === undefined) throw new Error(`a stored ${stored.type} without its object`)
  return JSON.parse(Buffer.from(await readObject(store, hash)).toString()) as Json
}

async function readObject(store: Store, hash: string): Promise<Uint8Array> {
  return new Uint8Array(await readFile(await store.filePath(hash)))
}
