/** Inputs that a procedure's schema refuses, made from that schema: near to right, and far from it. */
import fc from 'fast-check'
import { z } from 'zod'
import { scanInput } from '#api/http/scan-input.ts'

export interface MalformedOptions {
  schema: z.ZodType
  type: 'query' | 'mutation' | 'subscription'
  /** Put where the schema asks for a project or a document, so that what is wrong is elsewhere. */
  known: Record<string, unknown>
  count: number
  seed: number
}

type JsonSchema = Record<string, unknown> & {
  type?: string
  properties?: Record<string, JsonSchema>
  items?: JsonSchema
  anyOf?: JsonSchema[]
  additionalProperties?: JsonSchema | boolean
}

/** JSON texts, no two the same, each of which the schema, the scanner or the parser refuses. */
export function malformedInputs(options: MalformedOptions): string[] {
  const { schema, count, seed } = options
  const json = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema
  const right = plausible(json, options.known)
  const found = new Set([...noInputs, ...unstorable(right)].filter((text) => isMalformed(text, options)))
  const samples = fc.sample(fc.oneof({ weight: 6, arbitrary: broken(right) }, fc.json(), evil.map(asText)), {
    numRuns: count * 6,
    seed,
  })
  for (const text of samples) if (found.size < count && isMalformed(text, options)) found.add(text)
  return [...found]
}

const noInputs = ['', '{', '[1,', '"', 'nul', '{"a":1}{"b":2}', '[]', 'null', '7', '"text"']

/** Right but for a character that the database cannot keep, in each of its texts. */
function unstorable(right: unknown): string[] {
  return placesOf(right).flatMap((at) =>
    ['a\0b', '\ud800'].map((value) => {
      const copy: unknown = JSON.parse(asText(right))
      const isText = typeof at.reduce<unknown>((inside, key) => member(inside, key), copy) === 'string'
      return isText ? asText(changed(copy, { at, value, how: 'replace', name: '' })) : ''
    }),
  )
}

function isMalformed(text: string, { schema, type }: MalformedOptions): boolean {
  let value: unknown
  try {
    value = text === '' ? undefined : JSON.parse(text)
    scanInput(value, type)
  } catch {
    return true // refused before the schema
  }
  return !schema.safeParse(value).success
}

const evilTexts = ['', ' ', '\0', 'a\0b', '\ud800', '\udc00x', '\u202eabc', '../../etc/passwd', "'; drop table run; --",
  '=1+1', '${7*7}', '<script>alert(1)</script>', '%00', 'x'.repeat(20_000), '𝒳'.repeat(2_000), '__proto__', 'NaN',
  '00000000-0000-0000-0000-00000000000g', '9'.repeat(400), '2026-13-45T99:99:99Z', '-0', 'null', '\n\r\t\u2028'] // prettier-ignore
const evilNumbers = [-1, 0.5, 2 ** 31, 2 ** 53, -(2 ** 63), 1e308, -1e308, 5e-324, -0, 4_294_967_296]
const evilNames = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'a\0b',
  '\ud800',
  '',
  'hasOwnProperty',
  'then',
]

const evil: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom(...evilTexts),
  fc.constantFrom(...evilNumbers),
  fc.constantFrom(null, true, false, [], {}, [[]], [null], { length: 1e9 }),
  fc.constantFrom(20, 60, 66).map((depth) => nested(depth)),
  fc.constantFrom(...evilNames).map((name) => Object.fromEntries([[name, { x: 1 }]])),
  fc.constant(Array.from({ length: 3_000 }, () => 0)),
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.jsonValue(),
)

/** One thing changed in what is right, several times over. */
function broken(right: unknown): fc.Arbitrary<string> {
  const places = placesOf(right)
  const change = fc.record({
    at: fc.constantFrom(...places),
    value: evil,
    how: fc.constantFrom('replace', 'remove', 'add'),
  })
  return fc
    .tuple(fc.array(change, { minLength: 1, maxLength: 3 }), fc.constantFrom(...evilNames, 'unknown'))
    .map(([changes, name]) => {
      let text = asText(right)
      for (const { at, value, how } of changes)
        text = asText(changed(JSON.parse(text), { at, value, how, name }))
      return text
    })
}

interface ChangeAt {
  at: (string | number)[]
  value: unknown
  how: string
  name: string
}

function changed(root: unknown, { at, value, how, name }: ChangeAt): unknown {
  const holder = at.slice(0, -1).reduce<unknown>((inside, key) => member(inside, key), root)
  const last = at.at(-1)
  if (last === undefined || !isObject(holder))
    return how === 'add' && isObject(root) ? withMember(root, name, value) : value
  if (how === 'remove' && !Array.isArray(holder)) delete holder[last]
  else withMember(holder, how === 'add' && !Array.isArray(holder) ? name : last, value)
  return root
}

const isObject = (value: unknown): value is Record<string | number, unknown> =>
  typeof value === 'object' && value !== null
const member = (value: unknown, key: string | number) => (isObject(value) ? value[key] : undefined)

/** As JSON.parse does it: a member called __proto__ is one. */
function withMember(holder: object, name: string | number, value: unknown): object {
  return Object.defineProperty(holder, name, { value, enumerable: true, configurable: true, writable: true })
}

function placesOf(value: unknown, at: (string | number)[] = []): (string | number)[][] {
  if (!isObject(value)) return [at]
  return [at, ...Object.keys(value).flatMap((key) => placesOf(value[key], [...at, key]))]
}

function plausible(schema: JsonSchema, known: Record<string, unknown>, name = ''): unknown {
  if (Object.hasOwn(known, name)) return known[name]
  if (schema.const !== undefined) return schema.const
  if (Array.isArray(schema.enum)) return schema.enum[0]
  if (schema.anyOf) return plausible(schema.anyOf[0], known, name)
  if (schema.type === 'array') return [plausible(schema.items ?? {}, known)]
  if (schema.type === 'boolean') return true
  if (schema.type === 'integer' || schema.type === 'number') return Number(schema.minimum ?? 1)
  if (schema.type === 'string') return plausibleText(String(schema.format ?? ''))
  const members = Object.entries(schema.properties ?? {}).map(([key, inside]) => [
    key,
    plausible(inside, known, key),
  ])
  return Object.fromEntries(members)
}

function plausibleText(format: string): string {
  if (format === 'uuid') return '01890000-0000-7000-8000-000000000001'
  if (format === 'email') return 'ada@plant.example'
  return format === 'date-time' ? '2026-01-01T00:00:00Z' : 'abc'
}

function nested(depth: number): unknown {
  let value: unknown = 1
  for (let level = 0; level < depth; level++) value = level % 2 ? [value] : { a: value }
  return value
}

function asText(value: unknown): string {
  return JSON.stringify(value) ?? ''
}
