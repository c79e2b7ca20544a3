/** The columns that reach a node, as far as they are known. */
import type { PipelineDocument } from '#pipeline/document.ts'
import type { Column, PortSchema } from '#pipeline/ports.ts'
import type { Schemas } from '../state/check-result.ts'

/** Of all inputs, each name once. */
export function inputColumns(document: PipelineDocument, schemas: Schemas, node: string): Column[] {
  const byName = new Map<string, Column>()
  for (const { from, to } of document.edges) {
    if (to.node !== node || !Object.hasOwn(schemas, from.node)) continue
    const ports = schemas[from.node]
    if (!Object.hasOwn(ports, from.port)) continue
    for (const column of columnsOf(ports[from.port]))
      if (!byName.has(column.name)) byName.set(column.name, column)
  }
  return [...byName.values()]
}

export function columnsOf(schema: PortSchema | undefined): readonly Column[] {
  if (schema?.type === 'table') return schema.table.columns
  if (schema?.type === 'intervals') return schema.attributes
  if (schema?.type === 'fitted') return schema.columns
  if (schema?.type === 'scalar') return [schema.column]
  return []
}
