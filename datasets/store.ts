/** Where tables, models and files live: by content, never by name. Folder and memory now, S3 later. */
import type { ColumnData } from '#pipeline/table.ts'
import type { PortSchema } from '#pipeline/ports.ts'
import type { Json } from '#blocks/block.ts'
import type { HashedColumn } from './column-hash.ts'

export interface StoredObject {
  /** SHA-256, hex: of the canonical column (columns), of the bytes (files). */
  hash: string
  /** Size of the content; in list(): what it takes in the store. */
  bytes: number
}

export interface Store {
  /** Idempotent: the same column is written once. On disk (fsync) before the promise resolves. Columns must not change afterwards. */
  putColumn(column: ColumnData): Promise<StoredObject>
  /** The first half of putColumn: knows the address, so that a reference can be taken, and writes nothing. */
  hashColumn(column: ColumnData): Promise<HashedColumn>
  /** The second half of putColumn. */
  putHashedColumn(hashed: HashedColumn): Promise<StoredObject>
  /** On SharedArrayBuffers. Throws DomainError 'object-missing' when it is not here, 'object-damaged' when its content does not fit its hash. */
  getColumn(hash: string): Promise<ColumnData>
  putFile(content: Uint8Array | { path: string }): Promise<StoredObject>
  /** A local path to read from; never write to it. Throws 'object-missing' and 'object-damaged' as getColumn does. */
  filePath(hash: string): Promise<string>
  /** Whether a column or a file of this address is here; its content is checked when it is read. */
  has(hash: string): Promise<boolean>
  /** Removes column and file of this address, if any. */
  remove(hash: string): Promise<void>
  /** Every address once; writtenAtMs is the last time somebody put it. */
  list(): AsyncIterable<StoredObject & { writtenAtMs: number }>
  /** Removes what died half-written longer than `olderThanMs` ago and returns how many. Such remains are never read. */
  removeUnfinished(olderThanMs: number): Promise<number>
}

/** A value on a wire, by reference: small enough for a database row. */
export interface StoredValue {
  type: PortSchema['type']
  /** Content hash of the whole value (schema, rows, columns). Equal values have equal hashes. */
  hash: string
  schema: PortSchema
  rows?: number
  bytes: number
  /** Tables and intervals: one column hash per schema column. */
  columns?: string[]
  /** Models, fitted, charts, reports: the file objects that hold them. */
  objects?: string[]
  /** Models and fitted: the file with the chain of blocks that leads from the readers to this value. */
  chain?: string
  /** Metrics and scalars: the value itself. Reports: their FileRef. Intervals: the schema of their table. */
  value?: Json
}
