/** Results in the shape that propagation promised. */
import type { BlockResult } from '#blocks/block.ts'
import type { PortSchema, TableSchema } from '#pipeline/ports.ts'
import type { ColumnData } from '#pipeline/table.ts'

/** The promised table schema of an output port. */
export function tableSchemaOf(outputs: Record<string, PortSchema>, port: string): TableSchema {
  const schema = outputs[port]
  if (schema?.type !== 'table') throw new Error(`output ${port} is no table`)
  return schema.table
}

/** A block's only result: a table of the promised schema at the output 'table'. */
export function tableAnswer(
  outputs: Record<string, PortSchema>,
  rows: number,
  columns: ColumnData[],
): BlockResult {
  return {
    outputs: { table: { type: 'table', table: { schema: tableSchemaOf(outputs, 'table'), rows, columns } } },
  }
}
