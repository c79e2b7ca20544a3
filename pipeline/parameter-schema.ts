/** The part of JSON schema that parameters may use: type, enum, minimum, maximum, pattern; title and description for people. */
import type { Localized } from './block-spec.ts'
import { canonicalJson } from './canonical-json.ts'
import { scanJson } from './json-limits.ts'
import { maxMatchedLength, safePattern } from './pattern.ts'

type Schema = Record<string, unknown>

const types = ['string', 'number', 'integer', 'boolean'] as const
type ParameterType = (typeof types)[number]

/** What is wrong with a schema; empty: it can be used. */
export function schemaProblems(schema: Schema): Localized[] {
  return Object.keys(schema).flatMap((key) => {
    const check = Object.hasOwn(keywords, key) ? keywords[key] : undefined
    if (!check) return [{ de: `„${key}“ wird nicht unterstützt`, en: `"${key}" is not supported` }]
    return check(schema[key])
      ? []
      : [{ de: `„${key}“ hat einen falschen Wert`, en: `"${key}" has a wrong value` }]
  })
}

const isText = (value: unknown): boolean => typeof value === 'string'
const isNumber = (value: unknown): boolean => Number.isFinite(value)

const keywords: Record<string, (value: unknown) => boolean> = {
  type: (value) => types.includes(value as ParameterType),
  enum: (value) => Array.isArray(value) && value.length > 0,
  minimum: isNumber,
  maximum: isNumber,
  pattern: (value) => typeof value === 'string' && safePattern(value) !== undefined,
  title: isText,
  description: isText,
}

/** What is wrong with a value under a schema that has no problems itself. */
export function checkParameterValue(schema: Schema, value: unknown): Localized[] {
  if (value === undefined) return [{ de: 'es fehlt ein Wert', en: 'there is no value' }]
  if (scanJson(value).findings.length > 0)
    return [{ de: 'der Wert ist kein JSON', en: 'the value is no JSON' }]
  return [
    typeProblem(schema, value),
    enumProblem(schema, value),
    ...rangeProblems(schema, value),
    patternProblem(schema, value),
  ].filter((problem) => problem !== undefined)
}

function typeProblem({ type }: Schema, value: unknown): Localized | undefined {
  if (type === undefined || hasType(type as ParameterType, value)) return undefined
  const shown = JSON.stringify(value)
  if (type !== 'string' && typeof value === 'string' && isInexact(value))
    return {
      de: `${shown} lässt sich als Zahl nicht genau darstellen`,
      en: `${shown} cannot be held exactly as a number`,
    }
  return { de: `${shown} ist nicht vom Typ ${String(type)}`, en: `${shown} is not of type ${String(type)}` }
}

function hasType(type: ParameterType, value: unknown): boolean {
  return type === 'integer' ? Number.isSafeInteger(value) : typeof value === type
}

function enumProblem(schema: Schema, value: unknown): Localized | undefined {
  if (!Array.isArray(schema.enum)) return undefined
  const wanted = canonicalJson(value)
  if (schema.enum.some((item) => canonicalJson(item) === wanted)) return undefined
  const list = schema.enum.map((item) => JSON.stringify(item)).join(', ')
  return { de: `erlaubt sind ${list}`, en: `allowed are ${list}` }
}

function rangeProblems({ minimum, maximum }: Schema, value: unknown): Localized[] {
  if (typeof value !== 'number') return []
  const problems: Localized[] = []
  if (typeof minimum === 'number' && value < minimum)
    problems.push({ de: `mindestens ${minimum}`, en: `at least ${minimum}` })
  if (typeof maximum === 'number' && value > maximum)
    problems.push({ de: `höchstens ${maximum}`, en: `at most ${maximum}` })
  return problems
}

function patternProblem({ pattern }: Schema, value: unknown): Localized | undefined {
  if (typeof pattern !== 'string' || typeof value !== 'string') return undefined
  if (value.length <= maxMatchedLength && safePattern(pattern)?.test(value)) return undefined
  return {
    de: `der Text passt nicht zum Muster ${pattern}`,
    en: `the text does not match the pattern ${pattern}`,
  }
}

/** The value a text (of a command line) stands for under a schema; a text that does not fit is left as it is. */
export function parameterFromText(schema: Schema, text: string): unknown {
  if (schema.type === 'string') return text
  if (schema.type === undefined && Array.isArray(schema.enum) && schema.enum.includes(text)) return text
  if (text === 'true' || text === 'false') return text === 'true'
  return isNumeral(text) && !isInexact(text) ? Number(text) : text
}

function isNumeral(text: string): boolean {
  return /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(text)
}

/** A whole number that would become another one, or one beyond all numbers. */
function isInexact(text: string): boolean {
  if (!isNumeral(text)) return false
  const number = Number(text)
  if (!Number.isFinite(number)) return true
  const [, whole] = /^(-?\d+)(?:\.0+)?$/.exec(text) ?? []
  return whole !== undefined && BigInt(whole) !== BigInt(number)
}
