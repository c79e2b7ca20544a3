/**
 * A unit and what it measures. Bar gauge is not bar absolute, a difference of °C is K, and EUR, CO2e and norm m³
 * are quantities of their own: nothing here converts one into another silently.
 */
import type { Column } from './ports.ts'
import { readUnit, tagsOf, unitConversion } from './units.ts'
import type { LinearConversion, Unit } from './units.ts'
import { unitProduct } from './unit-algebra.ts'

export type Physical = Pick<Column, 'unit' | 'quantity'>

export type Outcome<T> =
  { ok: true; value: T } | { ok: false; code: 'unit' | 'quantity'; params: Record<string, unknown> }

/** Quantities that are a tag on the unit; the unit without it stands for the same. */
const tagOfQuantity: Record<string, string> = { 'mass.CO2e': 'CO2e', 'volume.norm': 'norm' }

/** Quantities with an arbitrary zero: their products mean nothing, their difference is another quantity. */
const hasOwnZero = new Set(['temperature', 'pressure.gauge'])

/** What is known of the quantity: as stated, or as the unit implies (°C is a temperature, {EUR} is money). */
export function quantityOf({ unit, quantity }: Physical): string | undefined {
  if (quantity !== undefined || unit === undefined) return quantity
  if ((readUnit(unit)?.offset ?? 0) !== 0) return 'temperature'
  return taggedQuantity(unit)
}

function taggedQuantity(unit: string): string | undefined {
  const tags = tagsOf(unit)
  const [tag, exponent] = [...tags][0] ?? []
  if (tags.size !== 1 || tag === undefined || exponent !== 1) return undefined
  if (/^[A-Z]{3}$/.test(tag)) return isPlain(unit, '1') ? `currency.${tag}` : undefined
  if (tag === 'CO2e') return isPlain(unit, 'kg') ? 'mass.CO2e' : undefined
  return isPlain(unit, 'm3') ? 'volume.norm' : undefined
}

/** Without its annotations the unit is commensurable with another. */
function isPlain(unit: string, like: string): boolean {
  const bare = readUnit(withoutAnnotations(unit))
  return bare !== undefined && bare.dimension === readUnit(like)?.dimension
}

function withoutAnnotations(unit: string): string {
  return unit
    .replace(/^\{[^}]*\}/, '1')
    .replace(/([./(])\{[^}]*\}/g, '$11')
    .replace(/\{[^}]*\}/g, '')
}

/** The unit with the tag that its quantity asks for: t of mass.CO2e is t{CO2e}. */
export function fullUnit({ unit, quantity }: Physical): string | undefined {
  if (unit === undefined || quantity === undefined) return unit
  const tag = quantity.startsWith('currency.') ? quantity.slice('currency.'.length) : tagOfQuantity[quantity]
  if (!tag || tagsOf(unit).has(tag)) return unit
  return unitProduct([unit, 1], [`{${tag}}`, 1])
}

/** How values convert, or why they do not. Without a wanted quantity the given one is kept. */
export function conversion(from: Physical, to: Physical): Outcome<LinearConversion> {
  const [given, wanted] = [quantityOf(from), quantityOf(to)]
  if (to.quantity !== undefined && given !== wanted) return wrongQuantity(from, to)
  // Where only the unit says what is wanted: 5 K warmer are not 5 °C.
  if (isDifference(from) && wanted !== undefined && given !== wanted) return wrongQuantity(from, to)
  const [unit, target] = [unitOf(from), unitOf(to)]
  if (!unit || !target) return wrongUnit(from, to)
  if (unit.dimension !== target.dimension)
    return sameButForTags(unit, target) ? wrongQuantity(from, to) : wrongUnit(from, to)
  const found = unitConversion(unit, target, isDifference(from))
  return found ? { ok: true, value: found } : wrongUnit(from, to)
}

/** The same unit however it is written (kW.h, h.kW); an unknown one is the same as another unknown one only. */
export function isSameUnit(a: Physical, b: Physical): boolean {
  if (a.unit === b.unit) return true
  const found = conversion(a, b)
  return found.ok && isIdentity(found.value)
}

/** Nothing is converted, but for the rounding of the factors. */
export function isIdentity({ factor, offset }: LinearConversion): boolean {
  return Math.abs(factor - 1) < 1e-12 && Math.abs(offset) < 1e-9
}

function unitOf(physical: Physical): Unit | undefined {
  const code = fullUnit(physical)
  return code === undefined ? undefined : readUnit(code)
}

function isDifference({ quantity }: Physical): boolean {
  return quantity?.endsWith('.difference') ?? false
}

/** They look alike, but one is money, CO2e or norm volume. */
function sameButForTags(a: Unit, b: Unit): boolean {
  return readUnit(withoutAnnotations(a.code))?.dimension === readUnit(withoutAnnotations(b.code))?.dimension
}

function wrongUnit(from: Physical, to: Physical): Outcome<never> {
  return { ok: false, code: 'unit', params: { expected: to.unit, found: from.unit } }
}

function wrongQuantity(from: Physical, to: Physical): Outcome<never> {
  const shown = (physical: Physical): string | undefined => quantityOf(physical) ?? physical.unit
  return { ok: false, code: 'quantity', params: { expected: shown(to), found: shown(from) } }
}

/** Product of powers, e.g. price * energy: combine([price, 1], [energy, 1]). A quotient has exponent -1. */
export function combine(...powers: [Physical, number][]): Outcome<Physical> {
  const counting = powers.filter(([physical]) => !isBareNumber(physical))
  if (counting.length === 1 && counting[0][1] === 1) return { ok: true, value: counting[0][0] }
  for (const [physical] of counting) {
    const wrong = notMultipliable(physical)
    if (wrong) return wrong
  }
  const codes = counting.map(
    ([physical, exponent]) => [fullUnit(physical) ?? '1', exponent] as [string, number],
  )
  const unit = unitProduct(...codes)
  if (unit === undefined || !readUnit(unit))
    return { ok: false, code: 'unit', params: { found: codes.map(([code]) => code).join(', ') } }
  const quantity = taggedQuantity(unit)
  return { ok: true, value: quantity === undefined ? { unit } : { unit, quantity } }
}

function isBareNumber({ unit, quantity }: Physical): boolean {
  return unit === '1' && quantity === undefined
}

/** Unknown units stay unknown, so they cannot be multiplied; nor can °C or gauge pressure. */
function notMultipliable(physical: Physical): Outcome<never> | undefined {
  const unit = unitOf(physical)
  if (!unit?.isLinear) return wrongUnit(physical, {})
  if (isDifference(physical)) return unit.offset === 0 ? undefined : wrongUnit(physical, { unit: 'K' })
  if (unit.offset !== 0) return wrongUnit(physical, { unit: 'K' })
  return physical.quantity === 'pressure.gauge'
    ? wrongQuantity(physical, { quantity: 'pressure.absolute' })
    : undefined
}

/** What a sum is: b is converted by `convert` first. Two temperatures or gauge pressures have no sum; a difference may be added. */
export function add(a: Physical, b: Physical): Outcome<{ result: Physical; convert: LinearConversion }> {
  if (isStepFor(b, a)) return added(a, b, { ...b, unit: stepUnit(a.unit) })
  const quantity = quantityOf(a)
  if (quantity !== undefined && hasOwnZero.has(quantity))
    return wrongQuantity(b, { quantity: differenceOf(quantity) })
  return added(a, b, { unit: a.unit, quantity })
}

/** What a difference is: of two temperatures or pressures of one kind it is a difference (°C gives K). */
export function subtract(a: Physical, b: Physical): Outcome<{ result: Physical; convert: LinearConversion }> {
  if (isStepFor(b, a)) return added(a, b, { ...b, unit: stepUnit(a.unit) })
  const quantity = quantityOf(a)
  if (quantity === undefined || !hasDifference(quantity)) return added(a, b, { unit: a.unit, quantity })
  return added({ unit: stepUnit(a.unit), quantity: differenceOf(quantity) }, b, { unit: a.unit, quantity })
}

/** What two values of one column differ by; the same where nothing is known of it. */
export function ownDifference(physical: Physical): Physical {
  const difference = subtract(physical, physical)
  const { unit, quantity } = difference.ok ? difference.value.result : physical
  return { ...(unit !== undefined && { unit }), ...(quantity !== undefined && { quantity }) }
}

function added(
  result: Physical,
  b: Physical,
  as: Physical,
): Outcome<{ result: Physical; convert: LinearConversion }> {
  const convert = conversion(b, as)
  return convert.ok ? { ok: true, value: { result, convert: convert.value } } : convert
}

/** b is a difference of the kind that a is a level of. */
function isStepFor(b: Physical, a: Physical): boolean {
  const quantity = quantityOf(a)
  return quantity !== undefined && hasDifference(quantity) && b.quantity === differenceOf(quantity)
}

function hasDifference(quantity: string): boolean {
  return quantity === 'temperature' || quantity === 'pressure.gauge' || quantity === 'pressure.absolute'
}

function differenceOf(quantity: string): string {
  return `${quantity.split('.')[0]}.difference`
}

/** Steps of °C are K; other units measure their own differences. */
function stepUnit(unit: string | undefined): string | undefined {
  return unit === 'Cel' ? 'K' : unit
}
