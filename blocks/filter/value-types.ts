/** Do the values of a condition fit its column? */
import { isInstantText } from '#blocks/kernels/instants.ts'
import { ownFinding } from '#pipeline/findings.ts'
import type { Finding } from '#pipeline/issue.ts'
import type { Column, ColumnType } from '#pipeline/ports.ts'
import type { Condition, ConditionValue } from './condition.ts'
import { typedValues } from './condition.ts'

/** Everything wrong with a condition on this column. */
export function valueFindings(condition: Condition, column: Column, field: string): Finding[] {
  const { operator } = condition
  if ((operator === 'contains' || operator === 'starts-with') && column.type !== 'text') {
    return [wrongType(column, ['text'], `${field}.column`)]
  }
  if (operator === 'is-nan' && column.type !== 'number')
    return [wrongType(column, ['number'], `${field}.column`)]
  const isOrdered = ['<', '≤', '>', '≥', 'between'].includes(operator)
  if (isOrdered && column.type === 'boolean') {
    return [wrongType(column, ['number', 'integer', 'text', 'time'], `${field}.column`)]
  }
  const misfit = typedValues(condition).find((value) => !fits(value, column.type))
  return misfit === undefined ? [] : [valueFinding(column, misfit, field)]
}

function fits(value: ConditionValue, type: ColumnType): boolean {
  if (type === 'number') return typeof value === 'number'
  if (type === 'integer') return isInteger(value)
  if (type === 'boolean') return typeof value === 'boolean'
  return typeof value === 'string' && (type === 'text' || isInstantText(value))
}

/** Any number compares exactly with an int64; as text only whole numbers do. */
function isInteger(value: ConditionValue): boolean {
  return typeof value === 'number' || (typeof value === 'string' && /^-?\d{1,19}$/.test(value))
}

function wrongType(column: Column, expected: ColumnType[], field: string): Finding {
  return { code: 'column-type', field, params: { column: column.name, expected, found: column.type } }
}

function valueFinding(column: Column, value: ConditionValue, field: string): Finding {
  const [name, shown] = [JSON.stringify(column.name), JSON.stringify(value)]
  const text = {
    de: `Der Wert ${shown} passt nicht zur Spalte ${name} vom Typ ${column.type}.`,
    en: `The value ${shown} does not fit column ${name} of type ${column.type}.`,
  }
  const remedy = {
    de: 'Einen Wert vom Typ der Spalte angeben; Zeiten wie 2024-01-31T06:00:00+01:00.',
    en: 'Give a value of the type of the column; times such as 2024-01-31T06:00:00+01:00.',
  }
  return ownFinding('filter.value', { text, remedy }, { field })
}
