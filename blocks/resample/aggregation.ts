/** Which aggregation a column gets and what it makes of the column. */
import { resampled } from '#pipeline/availability.ts'
import type { Column, ColumnType, TableSchema } from '#pipeline/ports.ts'
import { findColumn } from '#pipeline/ports.ts'
import { defaultAggregation } from '#pipeline/kinds.ts'
import { checkSum } from '#pipeline/findings.ts'
import type { Finding } from '#pipeline/issue.ts'
import { ownDifference } from '#pipeline/quantities.ts'
import type { BucketRule } from './bucket-rule.ts'
import type { ResampleConfig } from './spec.ts'

export const aggregations = [
  'mean',
  'time-weighted-mean',
  'sum',
  'difference',
  'min',
  'max',
  'first',
  'last',
  'count',
] as const
export type Aggregation = (typeof aggregations)[number]

export interface Wanted {
  column: Column
  aggregation: Aggregation
  /** Of the new column. */
  name: string
}

const everyType: ColumnType[] = ['number', 'integer', 'text', 'boolean', 'time']

/** Column types that an aggregation takes. */
export function typesFor(aggregation: Aggregation | 'default'): ColumnType[] {
  if (['default', 'first', 'last', 'count'].includes(aggregation)) return everyType
  return aggregation === 'min' || aggregation === 'max'
    ? ['number', 'integer', 'time']
    : ['number', 'integer']
}

/** What is made, in order. A column asked for once keeps its name; columns that do not exist are left out. */
export function wantedColumns(table: TableSchema, { columns }: ResampleConfig): Wanted[] {
  const asked = columns.length > 0 ? columns : everyColumn(table)
  const times = new Map<string, number>()
  for (const { column } of asked) times.set(column, (times.get(column) ?? 0) + 1)
  return asked.flatMap(({ column: name, aggregation }) => {
    const column = findColumn(table, name)
    if (!column) return []
    const used = aggregation === 'default' ? defaultAggregation(column) : aggregation
    return [{ column, aggregation: used, name: times.get(name) === 1 ? name : `${name}_${used}` }]
  })
}

function everyColumn(table: TableSchema): ResampleConfig['columns'] {
  return table.columns
    .filter(({ name }) => name !== table.time?.column)
    .map(({ name }) => ({ column: name, aggregation: 'default' }))
}

/** Columns that are to be summed and have no sum. */
export function sumFindings(table: TableSchema, config: ResampleConfig): Finding[] {
  return wantedColumns(table, config).flatMap(({ column, aggregation }, index) => {
    const field = config.columns.length > 0 ? `columns.${index}.aggregation` : undefined
    return aggregation === 'sum' ? checkSum(column, field) : []
  })
}

/** Values stamped with the end of their interval belong to the bucket that ends with them. */
export function closedSide(column: Column): 'left' | 'right' {
  return column.stamp === 'interval-end' ? 'right' : 'left'
}

export function resampledColumn(
  { column, aggregation, name }: Wanted,
  { rule, label }: { rule: BucketRule; label: ResampleConfig['label'] },
): Column {
  const to = { stepUs: rule.longestUs, fromStepUs: rule.fromStepUs, closed: closedSide(column), stamp: label }
  return { ...resampled(physicsOf(aggregation, column), to), name, nullable: aggregation !== 'count' }
}

function physicsOf(aggregation: Aggregation, column: Column): Column {
  switch (aggregation) {
    case 'mean':
    case 'time-weighted-mean':
      return { ...column, type: 'number', kind: 'level' }
    case 'sum':
      return { ...column, type: 'number', kind: column.kind === 'amount' ? 'amount' : undefined }
    case 'difference':
      return { ...column, ...ownDifference(column), type: 'number', kind: 'amount' }
    case 'count':
      return { ...column, type: 'number', kind: 'amount', unit: '1', quantity: undefined }
    default:
      return column
  }
}
