/** May what one port gives flow into another? Structural, and never without a reason. */
import { nearNames } from './near-names.ts'
import { isKnownAt } from './availability.ts'
import type { Column, PortSchema, PortType, TableSchema, TableTime } from './ports.ts'
import { findColumn } from './ports.ts'
import { conversion, isIdentity, quantityOf } from './quantities.ts'

export type Assignability = { ok: true } | { ok: false; code: string; params: Record<string, unknown> }

const fits: Assignability = { ok: true }

/**
 * A type takes anything of that type. A schema takes what has at least all of it: the columns by name (more are
 * welcome), with the same type, unit and quantity, known no later; what it leaves open is open.
 */
export function assign(from: PortSchema, to: PortSchema | PortType): Assignability {
  const type = typeof to === 'string' ? to : to.type
  if (from.type !== type) return refused('port-type', { expected: type, found: from.type })
  return typeof to === 'string' ? fits : assignSame(from, to)
}

function assignSame(from: PortSchema, to: PortSchema): Assignability {
  if (from.type === 'table' && to.type === 'table') return assignTable(from.table, to.table)
  if (from.type === 'intervals' && to.type === 'intervals') return assignIntervals(from, to)
  if (from.type === 'model' && to.type === 'model') return assignModel(from, to)
  if (from.type === 'fitted' && to.type === 'fitted')
    return firstRefusal([assignMethod(from, to), assignColumns(from.columns, to.columns)])
  if (from.type === 'metrics' && to.type === 'metrics') return assignMetrics(from.names, to.names)
  if (from.type === 'scalar' && to.type === 'scalar') return assignColumn(from.column, to.column)
  return fits
}

export function assignTable(from: TableSchema, to: TableSchema): Assignability {
  return firstRefusal([assignColumns(from.columns, to.columns), assignTime(from.time, to.time)])
}

/** Every wanted column is there and fits; the first that does not is the reason. */
export function assignColumns(from: readonly Column[], to: readonly Column[]): Assignability {
  const table: TableSchema = { columns: [...from] }
  for (const wanted of to) {
    const column = findColumn(table, wanted.name)
    if (!column)
      return refused('column-missing', {
        column: wanted.name,
        near: nearNames(
          wanted.name,
          from.map((item) => item.name),
        ),
      })
    const result = assignColumn(column, wanted)
    if (!result.ok) return result
  }
  return fits
}

/** Names are not compared. A unit must be the same thing written in any way (kW.h, h.kW): values are not converted on wires. */
export function assignColumn(from: Column, to: Column): Assignability {
  const column = from.name
  if (from.type !== to.type) return refused('column-type', { column, expected: [to.type], found: from.type })
  if (from.nullable && !to.nullable) return refused('column-nullable', { column })
  if (to.kind !== undefined && from.kind !== to.kind)
    return refused('kind', { column, expected: to.kind, found: from.kind })
  if (to.stamp !== undefined && from.stamp !== to.stamp)
    return refused('stamp', { column, expected: to.stamp, found: from.stamp })
  return firstRefusal([assignUnit(from, to), assignAvailability(from, to)])
}

function assignUnit(from: Column, to: Column): Assignability {
  if (to.unit === undefined) {
    if (to.quantity === undefined || quantityOf(from) === to.quantity) return fits
    return refused('quantity', { column: from.name, expected: to.quantity, found: quantityOf(from) })
  }
  const converted = conversion(from, to)
  if (!converted.ok) return refused(converted.code, { column: from.name, ...converted.params })
  const { factor, offset } = converted.value
  if (isIdentity(converted.value)) return fits
  return refused('unit', { column: from.name, expected: to.unit, found: from.unit, factor, offset })
}

function assignAvailability(from: Column, to: Column): Assignability {
  const isInTime =
    to.availabilityUs === null ? from.availabilityUs === null : isKnownAt(from, to.availabilityUs)
  if (isInTime) return fits
  return refused('availability', {
    column: from.name,
    expected: to.availabilityUs,
    found: from.availabilityUs,
  })
}

function assignTime(from: TableTime | undefined, to: TableTime | undefined): Assignability {
  if (!to) return fits
  if (!from) return refused('time-missing', {})
  if (from.column !== to.column) return refused('column-missing', { column: to.column, near: [from.column] })
  if (from.zone !== to.zone) return refused('time-zone', { expected: to.zone, found: from.zone })
  if (to.grid === 'irregular') return fits
  if (from.grid === 'irregular') return refused('grid-uneven', { column: from.column })
  if (from.grid.stepUs === to.grid.stepUs) return fits
  return refused('grid-step', { expected: to.grid.stepUs, found: from.grid.stepUs })
}

type Schema<T extends PortType> = Extract<PortSchema, { type: T }>

function assignIntervals(from: Schema<'intervals'>, to: Schema<'intervals'>): Assignability {
  if (from.zone !== to.zone) return refused('time-zone', { expected: to.zone, found: from.zone })
  return assignColumns(from.attributes, to.attributes)
}

/** A model may want no feature that the other side does not offer; what it predicts must fit. */
function assignModel(from: Schema<'model'>, to: Schema<'model'>): Assignability {
  const horizon = { expected: to.horizonUs, found: from.horizonUs }
  if (from.horizonUs !== to.horizonUs) return refused('model-horizon', horizon)
  return firstRefusal([
    assignMethod(from, to),
    assignColumns(to.features, from.features),
    assignColumns([from.target], [to.target]),
  ])
}

function assignMethod(from: { method: string }, to: { method: string }): Assignability {
  return from.method === to.method
    ? fits
    : refused('model-method', { expected: to.method, found: from.method })
}

function assignMetrics(from: readonly string[], to: readonly string[]): Assignability {
  const name = to.find((wanted) => !from.includes(wanted))
  return name === undefined ? fits : refused('metric-missing', { name, near: nearNames(name, from) })
}

function firstRefusal(results: readonly Assignability[]): Assignability {
  return results.find((result) => !result.ok) ?? fits
}

function refused(code: string, params: Record<string, unknown>): Assignability {
  return { ok: false, code, params }
}
