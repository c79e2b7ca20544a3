/** What a condition lets through, for the question whether two filters can let the same row through. */
import { instantUs } from '#blocks/kernels/instants.ts'
import type { AllowedScalar, AllowedValues } from '#pipeline/allowed-values.ts'
import type { Column } from '#pipeline/ports.ts'
import type { Comparison, Condition, ConditionValue } from './condition.ts'

/** Undefined: nothing can be told. A condition on a missing value counts as not met. */
export function allowedBy(condition: Condition, { type }: Column, zone: string): AllowedValues | undefined {
  const scalar = (value: ConditionValue): AllowedScalar => {
    if (type === 'time') return instantUs(value as string, zone)
    if (type === 'integer' && typeof value === 'string') return BigInt(value)
    return typeof value === 'boolean' ? Number(value) : value
  }
  switch (condition.operator) {
    case 'is-missing':
      return { isMissing: true }
    case 'quality-is':
      return undefined
    case 'between':
      return {
        isMissing: false,
        low: { value: scalar(condition.from), isOpen: false },
        high: { value: scalar(condition.to), isOpen: false },
      }
    case 'one-of':
      return { isMissing: false, oneOf: condition.values.map(scalar) }
    case 'is-present':
    case 'contains':
    case 'starts-with':
    case 'is-nan':
      return { isMissing: false }
    default:
      return { isMissing: false, ...compared(condition.operator, scalar(condition.value)) }
  }
}

function compared(operator: Comparison, value: AllowedScalar): AllowedValues {
  switch (operator) {
    case '=':
      return { oneOf: [value] }
    case '≠':
      return { noneOf: [value] }
    case '<':
    case '≤':
      return { high: { value, isOpen: operator === '<' } }
    case '>':
    case '≥':
      return { low: { value, isOpen: operator === '>' } }
  }
}
