/** What follows from the kind of a column: how it is brought to a coarser grid, summed and integrated over time. */
import type { Column } from './ports.ts'
import { combine } from './quantities.ts'
import type { Outcome } from './quantities.ts'
import { readUnit, unitConversion } from './units.ts'

export type DefaultAggregation = 'mean' | 'sum' | 'difference' | 'last'

/** Levels are averaged, amounts summed, counters differenced; what is no number keeps its last value. Unknown counts as a level. */
export function defaultAggregation(column: Pick<Column, 'type' | 'kind'>): DefaultAggregation {
  if (column.type !== 'number' && column.type !== 'integer') return 'last'
  if (column.kind === 'amount') return 'sum'
  return column.kind === 'counter' ? 'difference' : 'mean'
}

/** How the total over a time is formed: levels are integrated, amounts summed, counters differenced. */
export function totalMethod(kind: Column['kind']): 'integral' | 'sum' | 'difference' {
  if (kind === 'amount') return 'sum'
  return kind === 'counter' ? 'difference' : 'integral'
}

export interface Integral {
  unit: string
  quantity?: string
  /** value * seconds * factor is in that unit. */
  factor: number
}

/** Unit of a level integrated over time: kW gives kW.h, m3/h gives m3; a per-time unit cancels with its own time, others take hours. */
export function integralOf(column: Pick<Column, 'unit' | 'quantity'>): Outcome<Integral> {
  const time = /\/\(?(?:[^/]*\.)?(h|min|s|d)\b/.exec(column.unit ?? '')?.[1] ?? 'h'
  const product = combine([column, 1], [{ unit: time }, 1])
  if (!product.ok) return product
  const seconds = readUnit('s')
  const unit = readUnit(time)
  const factor = seconds && unit ? unitConversion(seconds, unit)?.factor : undefined
  if (factor === undefined || product.value.unit === undefined) throw new Error(`${time} is no unit of time`)
  return { ok: true, value: { unit: product.value.unit, quantity: product.value.quantity, factor } }
}
