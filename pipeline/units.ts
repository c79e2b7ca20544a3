/**
 * Units by UCUM (the Unified Code for Units of Measure) through @lhncbc/ucum-lhc; nothing else imports that library.
 * Money, CO2 equivalents and norm volume are annotations that count as dimensions of their own: {EUR}, t{CO2e},
 * m3{norm}. So they divide and cancel like any other, and never convert into what they look like.
 */
import ucum from '@lhncbc/ucum-lhc'
import type { UcumUnit } from '@lhncbc/ucum-lhc'
import { unitFactors } from './unit-algebra.ts'

export interface Unit {
  code: string
  /** A value v of this unit is v * factor + offset in the base unit of its dimension. */
  factor: number
  offset: number
  /** Two units with equal keys measure the same kind of thing. */
  dimension: string
  /** False for logarithmic units (dB, pH): they convert into nothing. */
  isLinear: boolean
}

/** Units with a zero of their own, by hand: the library converts single values only. */
const offsetUnits: Record<string, { factor: number; offset: number }> = {
  Cel: { factor: 1, offset: 273.15 },
  '[degF]': { factor: 5 / 9, offset: (459.67 * 5) / 9 },
  '[degRe]': { factor: 1.25, offset: 273.15 },
}

const cache = new Map<string, Unit | undefined>()
const maxCached = 10_000

/** The unit of a UCUM code, or undefined when it is none. */
export function readUnit(code: string): Unit | undefined {
  if (cache.has(code)) return cache.get(code)
  if (cache.size >= maxCached) cache.clear()
  const unit = parseUnit(code)
  cache.set(code, unit)
  return unit
}

export function isUnit(code: string): boolean {
  return readUnit(code) !== undefined
}

/** Same kind of thing: values may be compared after conversion. Quantities are not looked at. */
export function areCommensurable(a: string, b: string): boolean {
  const [unitA, unitB] = [readUnit(a), readUnit(b)]
  return unitA !== undefined && unitA.dimension === unitB?.dimension
}

/** value * factor + offset is the value in the other unit. */
export interface LinearConversion {
  factor: number
  offset: number
}

/** Conversion between commensurable units; `isDifference` leaves zero points out (5 °C warmer is 5 K warmer). */
export function unitConversion(from: Unit, to: Unit, isDifference = false): LinearConversion | undefined {
  if (from.dimension !== to.dimension) return undefined
  if (from.code === to.code) return { factor: 1, offset: 0 }
  if (!from.isLinear || !to.isLinear) return undefined
  const offset = isDifference ? 0 : (from.offset - to.offset) / to.factor
  return { factor: from.factor / to.factor, offset }
}

function parseUnit(code: string): Unit | undefined {
  if (code.length === 0 || code.length > 80) return undefined
  const found = look(code)
  if (!found) return undefined
  const bare = code.replace(/\{[^}]*\}/g, '')
  const special = Object.hasOwn(offsetUnits, bare) ? offsetUnits[bare] : undefined
  return {
    code,
    factor: special?.factor ?? found.magnitude_,
    offset: special?.offset ?? 0,
    dimension: dimensionKey(code, found),
    isLinear: special !== undefined || !found.cnv_,
  }
}

/** The library looks names up in plain objects and would find 'constructor' there, and complain on the console. */
const inheritedNames = Object.getOwnPropertyNames(Object.prototype)

function look(code: string): UcumUnit | undefined {
  if (!isWellFormed(code) || inheritedNames.some((name) => code.includes(name))) return undefined
  const { status, unit } = ucum.UcumLhcUtils.getInstance().getSpecifiedUnit(code, 'validate')
  return status === 'valid' && unit ? unit : undefined
}

const component = '(?:[\\w%\'"*^+-]+@?|@)'
const term = `/?${component}(?:[./]${component})*`
const innermostGroup = new RegExp(`(?<=^|[./(])\\(${term}\\)(?=$|[./)])`, 'g')
const flatTerm = new RegExp(`^${term}$`)

/** Components between dots and slashes, groups in parentheses; annotations only behind a component. */
function isWellFormed(code: string): boolean {
  let rest = code.replace(/\{[^{}]*\}/g, '@').replace(/\[[\w.'/]+\]/g, 'x')
  for (let before = ''; rest !== before;) {
    before = rest
    rest = rest.replace(innermostGroup, 'x')
  }
  return flatTerm.test(rest)
}

/** Exponents of the base dimensions, moles, tags; arbitrary units ([iU]) are comparable with themselves only. */
function dimensionKey(code: string, unit: UcumUnit): string {
  const base = [...(unit.dim_?.dimVec_ ?? [])].join(',')
  const tags = [...tagsOf(code)].map(([tag, exponent]) => `${tag}^${exponent}`).join(' ')
  return `${base};mol^${unit.moleExp_};${tags};${unit.isArbitrary_ ? code : ''}`
}

/** Annotations with a meaning and their exponents, sorted: {EUR} and other currencies, {CO2e}, {norm}. */
export function tagsOf(code: string): Map<string, number> {
  const tags = unitFactors(code).filter((factor) => isTag(factor.atom) && factor.exponent !== 0)
  return new Map(tags.map((factor): [string, number] => [factor.atom.slice(1, -1), factor.exponent]).sort())
}

function isTag(atom: string): boolean {
  return /^\{([A-Z]{3}|CO2e|norm)\}$/.test(atom)
}
