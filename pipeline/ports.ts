/** What flows over wires: port types, columns and their physics. Every schema here is plain JSON. */
import { z } from 'zod'

export const columnTypes = ['number', 'integer', 'text', 'boolean', 'time'] as const
export const columnKinds = ['level', 'amount', 'counter'] as const
export const columnStamps = ['instant', 'interval-start', 'interval-end'] as const

/**
 * One summand of a column's availability, kept so that messages can show the sum.
 * `code` names the origin: 'source', 'lag', 'lead', 'window', 'resample', 'join', 'model'.
 */
export const availabilityTermSchema = z.strictObject({ code: z.string(), us: z.number() })
export type AvailabilityTerm = z.infer<typeof availabilityTermSchema>

export const columnSchema = z.strictObject({
  name: z.string().min(1).max(200),
  /** integer is int64; time is epoch µs (UTC). */
  type: z.enum(columnTypes),
  /** UCUM code ('kW.h', 'Cel', 'bar'); absent: unknown. '1' is dimensionless. */
  unit: z.string().max(80).optional(),
  /** What the number means beyond its unit: 'pressure.gauge', 'temperature.difference', 'currency.EUR', 'mass.CO2e', 'volume.norm', ... */
  quantity: z.string().max(80).optional(),
  /** level: averaged; amount: per interval, summed; counter: running total, differenced. */
  kind: z.enum(columnKinds).optional(),
  /** Which instant the row's time stands for. */
  stamp: z.enum(columnStamps).optional(),
  /** May hold missing values (a missing bitmap). */
  nullable: z.boolean(),
  /** Has a quality companion (good, uncertain, bad). */
  quality: z.boolean().optional(),
  /** Upper bound in µs of (time the value is known - its stamp); may be negative (lags); null: known in advance. */
  availabilityUs: z.number().nullable(),
  /** How availabilityUs came about; the terms add up to it. */
  availabilityTerms: z.array(availabilityTermSchema).max(50).optional(),
})
export type Column = z.infer<typeof columnSchema>
export type ColumnType = Column['type']

export const tableTimeSchema = z.strictObject({
  /** Name of the column that orders the rows. */
  column: z.string(),
  /** IANA zone in which local time (days, shifts) is meant. */
  zone: z.string(),
  /** A regular grid has one row every stepUs (gaps are rows with missing values or absent rows on the grid). */
  grid: z.union([z.strictObject({ stepUs: z.number().positive() }), z.literal('irregular')]),
})
export type TableTime = z.infer<typeof tableTimeSchema>

/** Of one table. */
export const maxColumns = 20_000

export const tableSchemaSchema = z.strictObject({
  columns: z.array(columnSchema).max(maxColumns),
  time: tableTimeSchema.optional(),
})
export type TableSchema = z.infer<typeof tableSchemaSchema>

/** What is known of the data at a port before anything runs. */
export const portSchemaSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('table'), table: tableSchemaSchema }),
  /** Labelled stretches of time: start, end, label and attributes. */
  z.strictObject({ type: z.literal('intervals'), zone: z.string(), attributes: z.array(columnSchema) }),
  /** A fitted predictor: the columns it wants, what it predicts and how far ahead. */
  z.strictObject({
    type: z.literal('model'),
    method: z.string(),
    features: z.array(columnSchema),
    target: columnSchema,
    horizonUs: z.number().nonnegative(),
  }),
  /** Something learnt from data that is no predictor: scales, limits, categories, seasonal profiles. */
  z.strictObject({ type: z.literal('fitted'), method: z.string(), columns: z.array(columnSchema) }),
  z.strictObject({ type: z.literal('metrics'), names: z.array(z.string()) }),
  z.strictObject({ type: z.literal('chart') }),
  z.strictObject({ type: z.literal('report') }),
  z.strictObject({ type: z.literal('scalar'), column: columnSchema }),
])
export type PortSchema = z.infer<typeof portSchemaSchema>
export type PortType = PortSchema['type']
export const portTypes = [
  'table',
  'intervals',
  'model',
  'fitted',
  'metrics',
  'chart',
  'report',
  'scalar',
] as const

export function findColumn({ columns }: TableSchema, name: string): Column | undefined {
  return columns.length < 50 ? columns.find((column) => column.name === name) : indexOf(columns).get(name)
}

const indexes = new WeakMap<readonly Column[], { byName: Map<string, Column>; length: number }>()

/** Wide tables are asked for every one of their columns. Of two columns with one name the first counts. */
function indexOf(columns: readonly Column[]): Map<string, Column> {
  const known = indexes.get(columns)
  if (known?.length === columns.length) return known.byName
  const byName = new Map<string, Column>()
  for (const column of columns) if (!byName.has(column.name)) byName.set(column.name, column)
  indexes.set(columns, { byName, length: columns.length })
  return byName
}

/** The regular step in µs, or undefined for irregular tables and tables without time. */
export function gridStepUs(table: TableSchema): number | undefined {
  return table.time && table.time.grid !== 'irregular' ? table.time.grid.stepUs : undefined
}
