/** Conditions as functions of the row. */
import { instantUs } from '#blocks/kernels/instants.ts'
import type { ColumnData } from '#pipeline/table.ts'
import { isMissing, qualityCodes } from '#pipeline/table.ts'
import type { Comparison, Condition, ConditionValue } from './condition.ts'

export type RowTest = (row: number) => boolean

export interface TestOptions {
  zone: string
  /** Whether a condition on a missing value is met. */
  missingIsMet: boolean
}

/** The condition on this column, row by row. */
export function rowTest(condition: Condition, data: ColumnData, options: TestOptions): RowTest {
  switch (condition.operator) {
    case 'is-missing':
      return (row) => isMissing(data, row)
    case 'is-present':
      return (row) => !isMissing(data, row)
    case 'quality-is': {
      const wanted = new Set<number>(condition.values.map((name) => qualityCodes[name]))
      return (row) => wanted.has(data.quality?.[row] ?? qualityCodes.good)
    }
    default: {
      const test = data.type === 'text' ? textTest(condition, data) : valueTest(condition, data, options.zone)
      return (row) => (isMissing(data, row) ? options.missingIsMet : test(row))
    }
  }
}

type Scalar = number | bigint | string

/** Each distinct text is tested once. */
function textTest(condition: Condition, data: ColumnData): RowTest {
  const test = scalarTest(condition, (value) => value as string)
  const isMet = data.dictionary!.map(test)
  return (row) => isMet[data.values[row] as number]
}

function valueTest(condition: Condition, data: ColumnData, zone: string): RowTest {
  const test = scalarTest(condition, (value) => scalarOf(value, data.type, zone))
  return (row) => test(data.values[row])
}

/** A setting's value in the terms of the column's memory. */
function scalarOf(value: ConditionValue, type: ColumnData['type'], zone: string): Scalar {
  if (type === 'time') return instantUs(value as string, zone)
  if (type === 'integer' && typeof value === 'string') return BigInt(value)
  return typeof value === 'boolean' ? Number(value) : value
}

function scalarTest(
  condition: Condition,
  read: (value: ConditionValue) => Scalar,
): (value: Scalar) => boolean {
  switch (condition.operator) {
    case 'between': {
      const [from, to] = [read(condition.from), read(condition.to)]
      return (value) => value >= from && value <= to
    }
    case 'one-of': {
      const wanted = condition.values.map(read)
      // == compares int64 with numbers exactly; the types are the same otherwise.
      return (value) => wanted.some((one) => one == value)
    }
    case 'contains':
      return (value) => (value as string).includes(condition.value)
    case 'starts-with':
      return (value) => (value as string).startsWith(condition.value)
    case 'is-nan':
      return (value) => Number.isNaN(value)
    case 'is-missing':
    case 'is-present':
    case 'quality-is':
      throw new Error(`${condition.operator} looks at the row`)
    default:
      return comparison(condition.operator, read(condition.value))
  }
}

/** Texts compare by code unit, numbers as in IEEE 754: NaN is unequal to everything. */
function comparison(operator: Comparison, wanted: Scalar): (value: Scalar) => boolean {
  switch (operator) {
    case '=':
      return (value) => value == wanted
    case '≠':
      return (value) => value != wanted
    case '<':
      return (value) => value < wanted
    case '≤':
      return (value) => value <= wanted
    case '>':
      return (value) => value > wanted
    case '≥':
      return (value) => value >= wanted
  }
}
