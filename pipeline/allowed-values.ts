/** Which values of a column a choice of rows lets through, as far as that can be told: may two choices let the same one through? */

/** Numbers, int64, texts by code unit, times in µs; one column has one of them (numbers and int64 compare exactly). */
export type AllowedScalar = number | bigint | string

export interface Bound {
  value: AllowedScalar
  /** The value itself is not let through. */
  isOpen: boolean
}

/** Every part narrows; an absent one says nothing. */
export interface AllowedValues {
  /** Only rows that lack the value, or only rows that have it. */
  isMissing?: boolean
  low?: Bound
  high?: Bound
  oneOf?: AllowedScalar[]
  noneOf?: AllowedScalar[]
}

/** What gets through both. */
export function bothAllow(a: AllowedValues, b: AllowedValues): AllowedValues | 'nothing' {
  if (a.isMissing !== undefined && b.isMissing !== undefined && a.isMissing !== b.isMissing) return 'nothing'
  const noneOf = [...(a.noneOf ?? []), ...(b.noneOf ?? [])]
  const both: AllowedValues = {
    isMissing: a.isMissing ?? b.isMissing,
    low: narrower(a.low, b.low, (one, other) => one > other),
    high: narrower(a.high, b.high, (one, other) => one < other),
    noneOf: noneOf.length > 0 ? [...new Set(noneOf)] : undefined,
  }
  if (isEmptyRange(both)) return 'nothing'
  const oneOf = commonOf(a.oneOf, b.oneOf)?.filter((value) => isWithin(value, both))
  return oneOf?.length === 0 ? 'nothing' : { ...both, oneOf }
}

function narrower(
  a: Bound | undefined,
  b: Bound | undefined,
  isNarrower: (one: AllowedScalar, other: AllowedScalar) => boolean,
): Bound | undefined {
  if (!a || !b) return a ?? b
  if (isNarrower(a.value, b.value)) return a
  return isNarrower(b.value, a.value) || b.isOpen ? b : a
}

function isEmptyRange({ low, high }: AllowedValues): boolean {
  if (!low || !high) return false
  return low.value > high.value || (low.value == high.value && (low.isOpen || high.isOpen))
}

function commonOf(a?: AllowedScalar[], b?: AllowedScalar[]): AllowedScalar[] | undefined {
  if (!a || !b) return a ?? b
  // By text an int64 and an equal number are one.
  const known = new Set(b.map(String))
  return a.filter((value) => known.has(String(value)))
}

function isWithin(value: AllowedScalar, { low, high, noneOf }: AllowedValues): boolean {
  if (low && (value < low.value || (low.isOpen && value == low.value))) return false
  if (high && (value > high.value || (high.isOpen && value == high.value))) return false
  return !noneOf?.some((one) => one == value)
}
