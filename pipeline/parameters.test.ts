import { describe, expect, test } from 'vitest'
import { checkParameterValue, parameterFromText } from './parameter-schema.ts'
import { resolveParameters, substituteParameters } from './parameters.ts'
import { parseDocument } from './parse-document.ts'
import type { PipelineDocument } from './document.ts'
import { safePattern } from './pattern.ts'

function documentWith(parameters: Record<string, unknown>): PipelineDocument {
  const parsed = parseDocument({ ecoki: 1, id: 'p', name: 'P', nodes: [], parameters })
  if ('issues' in parsed) throw new Error(JSON.stringify(parsed.issues))
  return parsed.document
}

const problemsOf = (schema: object, value: unknown): string[] =>
  resolveParameters(documentWith({ k: { schema, default: 0 } }), { k: value }).findings.map(
    (finding) => finding.code,
  )

describe('values and their schemas', () => {
  test.each<[object, unknown[], unknown[]]>([
    [{ type: 'integer' }, [0, -3], [1.5, '1', null, true, 2 ** 60]],
    [{ type: 'number' }, [0.5, -3], ['1', null, NaN, Infinity]],
    [{ type: 'string' }, ['', 'x'], [1, null]],
    [{ type: 'boolean' }, [true, false], ['true', 0]],
    [{ enum: ['a', 1, null] }, ['a', 1, null], ['b', '1', undefined]],
    [{ type: 'number', minimum: 1, maximum: 2 }, [1, 2, 1.5], [0.99, 2.01]],
    [{ type: 'string', pattern: '^[a-z]{2}$' }, ['ab'], ['abc', 'AB', 'a'.repeat(300)]],
    [{}, [1, 'x', { a: [1] }], [undefined, NaN, 1n]],
  ])('%o', (schema, good, bad) => {
    for (const value of good) expect(problemsOf(schema, value)).toEqual([])
    for (const value of bad) expect(problemsOf(schema, value)).toEqual(['parameter-value'])
  })

  test('a value that is too small and not whole has two problems', () => {
    expect(problemsOf({ type: 'integer', minimum: 1 }, 0.5)).toEqual(['parameter-value', 'parameter-value'])
  })

  test.each([
    { format: 'date' },
    { type: 'object' },
    { enum: [] },
    { minimum: '1' },
    { pattern: '(' },
    { title: 1 },
  ])('%o is no schema', (schema) => {
    expect(problemsOf(schema, 1)).toEqual(['parameter-schema'])
  })

  test('a default must fit too, and a given value takes its place', () => {
    const document = documentWith({ k: { schema: { type: 'integer' }, default: 'x' } })
    expect(resolveParameters(document).findings).toHaveLength(1)
    expect(resolveParameters(document, { k: 1 })).toMatchObject({ values: { k: 1 }, findings: [] })
  })

  test('a name that does not exist', () => {
    const { findings } = resolveParameters(documentWith({ horizon: { schema: {}, default: 1 } }), {
      horizn: 2,
      toString: 1,
    })
    expect(findings).toMatchObject([
      { code: 'parameter-unknown', params: { name: 'horizn', near: ['horizon'] } },
      { code: 'parameter-unknown', params: { name: 'toString', near: [] } },
    ])
  })
})

describe('patterns cannot take long', () => {
  test.each(['(a+)+$', '(a|a)*b', '(.)\\1', 'a*a*a*a*', '(?=a)a', '(?<x>a)\\k<x>', '('.repeat(3)])(
    '%s is refused',
    (pattern) => {
      expect(safePattern(pattern)).toBeUndefined()
    },
  )

  test.each([
    ['^[A-Z]{2}-\\d+$', 'AB-12'],
    ['^(north|south)$', 'south'],
    ['^a\\+b$', 'a+b'],
    ['^[+*]x$', '*x'],
  ])('%s works', (pattern, text) => {
    expect(safePattern(pattern)?.test(text)).toBe(true)
  })
})

describe('references in a config', () => {
  const parameters = resolveParameters(
    documentWith({
      k: { schema: {}, default: { deep: [1] } },
      bad: { schema: { type: 'integer' }, default: 'x' },
    }),
  )

  test('whole values at any depth; the config itself is not changed', () => {
    const config = { a: { $param: 'k' }, b: [{ $param: 'k' }], c: { $param: 'k', more: 1 }, d: { $param: 3 } }
    const before = structuredClone(config)
    const { value, findings, isComplete } = substituteParameters(config, parameters)
    expect(value).toEqual({
      a: { deep: [1] },
      b: [{ deep: [1] }],
      c: { $param: 'k', more: 1 },
      d: { $param: 3 },
    })
    expect([findings, isComplete, config]).toEqual([[], true, before])
  })

  test('an unknown one is told with its place, one with a bad value only keeps the config from being judged', () => {
    const unknown = substituteParameters({ a: [{ $param: 'kk' }] }, parameters)
    expect(unknown).toMatchObject({
      isComplete: false,
      findings: [{ code: 'parameter-unknown', field: 'a.0', params: { name: 'kk', near: ['k'] } }],
    })
    expect(substituteParameters({ a: { $param: 'bad' } }, parameters)).toMatchObject({
      isComplete: false,
      findings: [],
    })
  })

  test('__proto__ is a key like any other', () => {
    const { value } = substituteParameters(JSON.parse('{"__proto__":{"$param":"k"}}'), parameters)
    expect(JSON.stringify(value)).toBe('{"__proto__":{"deep":[1]}}')
  })
})

test('a text of a command line becomes the value that the schema means', () => {
  expect(parameterFromText({ type: 'string' }, '3')).toBe('3')
  expect(parameterFromText({ type: 'integer' }, '3')).toBe(3)
  expect(parameterFromText({ type: 'number' }, '-1.5e3')).toBe(-1500)
  expect(parameterFromText({ type: 'boolean' }, 'true')).toBe(true)
  expect(parameterFromText({ enum: ['1', '2'] }, '1')).toBe('1')
  expect(parameterFromText({ type: 'number' }, 'x')).toBe('x')
})

test.each([
  ['9007199254740993', false],
  ['-9007199254740993.0', false],
  ['1e400', false],
  ['9007199254740992', true],
  ['100000000000000000000', true],
  ['0.1', true],
  ['1e3', true],
])('a text becomes a number only where that is the same one: %s', (text, isNumber) => {
  const value = parameterFromText({ type: 'number' }, text)
  expect(value).toBe(isNumber ? Number(text) : text)
  expect(checkParameterValue({ type: 'number' }, value).map(({ en }) => en)).toEqual(
    isNumber ? [] : [`${JSON.stringify(text)} cannot be held exactly as a number`],
  )
})
