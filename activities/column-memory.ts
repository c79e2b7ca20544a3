/** Columns that were used last, kept in memory up to a number of bytes. */
import type { ColumnData } from '#pipeline/table.ts'

export interface ColumnMemory {
  get(hash: string): ColumnData | undefined
  put(hash: string, column: ColumnData): void
}

export function makeColumnMemory(limitBytes: number): ColumnMemory {
  const columns = new Map<string, ColumnData>()
  let bytes = 0
  return {
    get(hash) {
      const column = columns.get(hash)
      if (!column) return undefined
      columns.delete(hash)
      columns.set(hash, column)
      return column
    },
    put(hash, column) {
      if (columns.has(hash)) return
      columns.set(hash, column)
      bytes += sizeOf(column)
      for (const [oldest, data] of columns) {
        if (bytes <= limitBytes) break
        columns.delete(oldest)
        bytes -= sizeOf(data)
      }
    },
  }
}

function sizeOf(column: ColumnData): number {
  return column.values.byteLength + (column.missing?.byteLength ?? 0) + (column.quality?.byteLength ?? 0)
}
