/** Templates: pipelines that run as they are on bundled data, and on a user's own once its columns are named. */
import { z } from 'zod'
import { conversion, isIdentity, quantityOf } from './quantities.ts'
import type { LinearConversion } from './units.ts'
import { documentSchema } from './document.ts'
import type { PipelineDocument } from './document.ts'
import { columnKinds, columnTypes, findColumn } from './ports.ts'
import type { Column, TableSchema } from './ports.ts'

const localized = z.strictObject({ de: z.string(), en: z.string() })
const name = z.string().min(1).max(100)

/** A column that the pipeline needs, under the name it has there. */
export const placeholderSchema = z.strictObject({
  column: name,
  title: localized,
  type: z.enum(columnTypes),
  /** UCUM; a user's column of a convertible unit is converted. */
  unit: z.string().max(80).optional(),
  quantity: z.string().max(80).optional(),
  kind: z.enum(columnKinds).optional(),
})
export type Placeholder = z.infer<typeof placeholderSchema>

export const templateSchema = z.strictObject({
  ecokiTemplate: z.literal(1),
  id: name,
  version: z.int().positive(),
  title: localized,
  description: localized,
  category: z.enum(['energy', 'quality', 'maintenance']),
  icon: name,
  /** The output port whose table the user's own takes the place of. */
  source: z.strictObject({ node: name, port: name }),
  /** regular: rows must lie on an even time grid; time: a time column is enough. */
  grid: z.enum(['regular', 'time', 'none']),
  placeholders: z.array(placeholderSchema).min(1).max(100),
  document: documentSchema,
})
export type Template = z.infer<typeof templateSchema>

export interface Filling {
  id: string
  name: string
  /** The block that reads the user's data; it takes the place of the template's source. */
  reader: { block: string; version: number; config: Record<string, unknown>; port: string }
  /** What the reader gives. */
  schema: TableSchema
  /** The user's column by placeholder. */
  columns: Readonly<Record<string, string>>
}

export type FillProblemCode =
  | 'column-not-chosen'
  | 'column-missing'
  | 'column-type'
  | 'unit'
  | 'unit-unknown'
  | 'column-kind'
  | 'time-missing'
  | 'grid-uneven'

export interface FillProblem {
  code: FillProblemCode
  /** Absent: about the table as a whole. */
  placeholder?: string
  params: Record<string, unknown>
}

/** The template as a pipeline on the user's data, or everything that keeps it from being one. */
export function fillTemplate(
  template: Template,
  filling: Filling,
): { document: PipelineDocument; problems: [] } | { document: null; problems: FillProblem[] } {
  const problems = [...gridProblems(template, filling.schema), ...columnProblems(template, filling)]
  return problems.length > 0
    ? { document: null, problems }
    : { document: replaceSource(template, filling), problems: [] }
}

/** What keeps a table as a whole from being used. */
export function gridProblems({ grid }: Template, { time }: TableSchema): FillProblem[] {
  if (grid === 'none') return []
  if (!time) return [{ code: 'time-missing', params: {} }]
  return grid === 'regular' && time.grid === 'irregular' ? [{ code: 'grid-uneven', params: {} }] : []
}

function columnProblems({ placeholders }: Template, { schema, columns }: Filling): FillProblem[] {
  return placeholders.flatMap((placeholder) => {
    const { column: id } = placeholder
    const chosen = Object.hasOwn(columns, id) ? columns[id] : undefined
    if (chosen === undefined) return [{ code: 'column-not-chosen' as const, placeholder: id, params: {} }]
    const column = findColumn(schema, chosen)
    if (!column) return [{ code: 'column-missing' as const, placeholder: id, params: { column: chosen } }]
    const problem = columnProblem(placeholder, column)
    return problem ? [{ ...problem, placeholder: id }] : []
  })
}

/** What keeps a column from standing for a placeholder; what it does not say of itself keeps it from nothing. */
export function columnProblem(wanted: Placeholder, column: Column): FillProblem | undefined {
  const params = { column: column.name }
  if (column.type !== wanted.type && !(column.type === 'integer' && wanted.type === 'number'))
    return { code: 'column-type', params: { ...params, expected: wanted.type, found: column.type } }
  if (wanted.kind && column.kind && column.kind !== wanted.kind)
    return { code: 'column-kind', params: { ...params, expected: wanted.kind, found: column.kind } }
  if (wanted.unit === undefined || column.unit === undefined) return undefined
  if (columnConversion(wanted, column)) return undefined
  const { unit: expected, quantity: expectedQuantity } = wanted
  const { unit: found, quantity: foundQuantity } = column
  return { code: 'unit', params: { ...params, expected, expectedQuantity, found, foundQuantity } }
}

/** How values become those that are wanted; a quantity that a column does not state is taken to be the wanted one. */
export function columnConversion(wanted: Placeholder, column: Column): LinearConversion | undefined {
  const isStated = quantityOf(column) !== undefined
  const { unit, quantity } = wanted
  const converted = isStated
    ? conversion(column, { unit, quantity })
    : conversion({ unit: column.unit }, { unit })
  return converted.ok ? converted.value : undefined
}

const idOf = { convert: 'own-units', rename: 'own-columns' }

/** reader -> (units) -> names -> where the source's wires went. */
function replaceSource(template: Template, filling: Filling): PipelineDocument {
  const { document, source } = template
  const { block, version, config, port } = filling.reader
  const conversions = neededConversions(template, filling)
  const isConverted = conversions.length > 0
  const reader = { id: source.node, block, version, config }
  const convert = { id: idOf.convert, block: 'convert-units', version: 1, config: { columns: conversions } }
  const rename = { id: idOf.rename, block: 'select', version: 1, config: selection(template, filling) }
  const chain = [reader, ...(isConverted ? [convert] : []), rename]
  const positions = { ...document.layout.positions }
  const { x, y } = positions[source.node] ?? { x: 0, y: 0 }
  chain.forEach(({ id }, at) => (positions[id] = { x: x - (chain.length - 1 - at) * 240, y }))
  return {
    ...document,
    id: filling.id,
    name: filling.name,
    nodes: [...chain, ...document.nodes.filter(({ id }) => id !== source.node)],
    edges: [
      ...chain.slice(1).map(({ id }, at) => ({
        from: { node: chain[at].id, port: at === 0 ? port : 'table' },
        to: { node: id, port: 'table' },
      })),
      ...document.edges.map((edge) =>
        edge.from.node === source.node && edge.from.port === source.port
          ? { ...edge, from: { node: rename.id, port: 'table' } }
          : edge,
      ),
    ],
    layout: { ...document.layout, positions },
  }
}

function neededConversions(
  { placeholders }: Template,
  { schema, columns }: Filling,
): { column: string; unit: string; quantity?: string }[] {
  return placeholders.flatMap(({ column: id, unit, quantity }) => {
    const column = findColumn(schema, columns[id])
    if (unit === undefined || column?.unit === undefined) return []
    const converted = conversion(column, { unit, quantity })
    return converted.ok && !isIdentity(converted.value) ? [{ column: column.name, unit, quantity }] : []
  })
}

function selection({ placeholders }: Template, { columns }: Filling): Record<string, unknown> {
  const pairs = placeholders.map(({ column }) => ({ from: columns[column], to: column }))
  return {
    columns: [...new Set(pairs.map(({ from }) => from))],
    rename: pairs.filter(({ from, to }) => from !== to),
  }
}
