/** UCUM codes as products of powers, so that formulas can derive units: kW times h is kW.h, {EUR}/(kW.h) times kW.h is {EUR}. */

export interface UnitFactor {
  /** A unit without exponent ('kW', 'm', '10*3') or an annotation ('{EUR}'). */
  atom: string
  exponent: number
}

/** The factors of a code, equal atoms put together, in order of first use. The code must be valid UCUM. */
export function unitFactors(code: string): UnitFactor[] {
  const sums = new Map<string, number>()
  const signs = [1]
  let sign = 1
  for (const token of code.match(/[./()]|(?:\{[^}]*\}|\[[^\]]*\]|[^./(){}[\]])+/g) ?? []) {
    if (token === '(') signs.push(sign)
    else if (token === ')') signs.pop()
    else if (token !== '.' && token !== '/') addComponent(sums, token, sign)
    sign = (token === '/' ? -1 : 1) * signs[signs.length - 1]
  }
  return [...sums].map(([atom, exponent]) => ({ atom, exponent }))
}

/** 'm3{norm}' is m to the third and one {norm}. */
function addComponent(sums: Map<string, number>, token: string, sign: number): void {
  const [, unit, annotation] = /^([^{]*)(\{.*\})?$/.exec(token) ?? []
  if (annotation) add(sums, annotation, sign)
  if (!unit || unit === '1') return
  const [, atom, exponent] = /^(10[*^][+-]?\d+|\d+|.*?)([+-]?\d+)?$/.exec(unit) ?? []
  add(sums, atom, sign * Number(exponent ?? 1))
}

function add(sums: Map<string, number>, atom: string, exponent: number): void {
  sums.set(atom, (sums.get(atom) ?? 0) + exponent)
}

/** The code of factors: numerator, then one denominator. Nothing left: '1'. */
export function unitCode(factors: readonly UnitFactor[]): string {
  const top = sideOf(factors.filter((factor) => factor.exponent > 0))
  const bottom = sideOf(factors.filter((factor) => factor.exponent < 0))
  const over = top.length === 0 ? '1' : top.join('.')
  if (bottom.length === 0) return over
  return `${over}/${bottom.length === 1 ? bottom[0] : `(${bottom.join('.')})`}`
}

/** Powers of one side; {CO2e} and {norm} stand at the unit they say more about: t{CO2e}, m3{norm}. */
function sideOf(factors: readonly UnitFactor[]): string[] {
  const isLabel = ({ atom, exponent }: UnitFactor): boolean =>
    /^\{(CO2e|norm)\}$/.test(atom) && Math.abs(exponent) === 1
  const units = factors
    .filter((factor) => !isLabel(factor))
    .map(({ atom, exponent }) => power(atom, Math.abs(exponent)))
  const labels = factors.filter(isLabel).map((factor) => factor.atom)
  const holder = units.findIndex((unit) => /^[a-zA-Z]/.test(unit))
  if (holder < 0) return [...units, ...labels]
  const [first, ...more] = labels
  return [...units.map((unit, index) => (index === holder ? unit + (first ?? '') : unit)), ...more]
}

/** Annotations and numbers take no exponent in UCUM: they are repeated. */
function power(atom: string, exponent: number): string {
  if (exponent === 1) return atom
  const isRepeated = atom.startsWith('{') || /^\d/.test(atom)
  return isRepeated ? `(${Array.from({ length: exponent }, () => atom).join('.')})` : `${atom}${exponent}`
}

/** Product of powers of codes: multiply(['kW', 1], ['h', 1]). Undefined when an exponent is no whole number. */
export function unitProduct(...powers: [code: string, exponent: number][]): string | undefined {
  const sums = new Map<string, number>()
  for (const [code, exponent] of powers) {
    for (const factor of unitFactors(code)) add(sums, factor.atom, factor.exponent * exponent)
  }
  const factors = [...sums].map(([atom, exponent]) => ({ atom, exponent }))
  if (factors.some((factor) => !Number.isInteger(factor.exponent))) return undefined
  return unitCode(factors)
}
