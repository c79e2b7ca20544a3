import { describe, expect, test } from 'vitest'
import type { Issue } from './issue.ts'
import { jsonLimits } from './json-limits.ts'
import { nearNames } from './near-names.ts'
import { parseDocument, readDocument, upgradeDocument } from './parse-document.ts'
import type { PipelineDocument } from './document.ts'
import type { Upgrades } from './parse-document.ts'

const minimal = { ecoki: 1, id: 'p', name: 'P', nodes: [{ id: 'a', block: 'pass', version: 1 }] }

function issuesOf(raw: unknown, language: 'de' | 'en' = 'en'): Issue[] {
  const parsed = parseDocument(raw, language)
  return 'issues' in parsed ? parsed.issues : []
}

function documentOf(raw: unknown): PipelineDocument {
  const parsed = parseDocument(raw)
  if ('issues' in parsed) throw new Error(JSON.stringify(parsed.issues))
  return parsed.document
}

describe('parseDocument', () => {
  test('fills defaults', () => {
    expect(documentOf(minimal)).toEqual({
      ...minimal,
      mode: 'batch',
      parameters: {},
      nodes: [{ id: 'a', block: 'pass', version: 1, config: {} }],
      edges: [],
      accepted: [],
      layout: { positions: {}, notes: [], groups: [] },
    })
  })

  test('reading what it gave changes nothing', () => {
    expect(documentOf(documentOf(minimal))).toEqual(documentOf(minimal))
  })

  test('tells all problems with their paths', () => {
    const raw = {
      ...minimal,
      name: '',
      colour: 1,
      nodes: [{ ...minimal.nodes[0], version: 0, confg: {} }],
      edges: [{ from: { node: 'a' } }],
    }
    expect(
      issuesOf(raw)
        .map((issue) => [issue.code, issue.field])
        .sort(),
    ).toEqual([
      ['document-field', 'edges.0.from.port'],
      ['document-field', 'edges.0.to'],
      ['document-field', 'name'],
      ['document-field', 'nodes.0.version'],
      ['document-unknown-key', 'colour'],
      ['document-unknown-key', 'nodes.0.confg'],
    ])
  })

  test('in German too', () => {
    expect(issuesOf({ ...minimal, name: 1 }, 'de')[0].message).toMatch(
      /^Das Dokument stimmt nicht bei name: Ungültige Eingabe/,
    )
  })

  test('an unknown key does not hide the rest, but the document is refused', () => {
    const read = readDocument({ ...minimal, layuot: {} }, 'en')
    expect(read.document?.nodes).toHaveLength(1)
    expect(read.findings).toHaveLength(1)
    expect(parseDocument({ ...minimal, layuot: {} })).not.toHaveProperty('document')
  })

  test.each([undefined, null, 3, 'x', [], {}, { ecoki: '1' }])('%j is no document', (raw) => {
    expect(issuesOf(raw).length).toBeGreaterThan(0)
  })

  test.each([
    ['NaN', { a: NaN }],
    ['a bigint', { a: 1n }],
    ['a date', { a: new Date(0) }],
    ['a hole', { a: [undefined] }],
  ])('%s is no JSON', (_, config) => {
    expect(issuesOf({ ...minimal, nodes: [{ ...minimal.nodes[0], config }] })).toMatchObject([
      { code: 'document-field' },
    ])
  })

  test('an undefined member counts as absent', () => {
    expect(documentOf({ ...minimal, mode: undefined }).mode).toBe('batch')
  })

  test.each([
    ['depth', () => Array.from({ length: jsonLimits.depth + 1 }).reduce<unknown>((inner) => [inner], 1)],
    ['text', () => 'x'.repeat(jsonLimits.textLength + 1)],
    ['values', () => Array.from({ length: jsonLimits.values }, () => 0)],
  ])('too much %s', (what, make) => {
    expect(issuesOf({ ...minimal, nodes: [{ ...minimal.nodes[0], config: { a: make() } }] })).toMatchObject([
      { code: 'too-big', params: { what } },
    ])
  })

  test('a document that contains itself is too deep', () => {
    const loop: Record<string, unknown> = {}
    loop.self = loop
    expect(issuesOf({ ...minimal, nodes: [{ ...minimal.nodes[0], config: loop }] })).toMatchObject([
      { code: 'too-big' },
    ])
  })

  test('too many nodes', () => {
    const nodes = Array.from({ length: 20_001 }, (_, id) => ({ id: `n${id}`, block: 'pass', version: 1 }))
    expect(issuesOf({ ...minimal, nodes })).toMatchObject([
      { code: 'too-big', field: 'nodes', params: { what: 'nodes', count: 20_001, limit: 20_000 } },
    ])
  })
})

describe('names such as __proto__', () => {
  const withProto = (text: string): unknown => JSON.parse(text.replaceAll('PROTO', '__proto__'))

  test('are kept where names are given by people', () => {
    const raw = {
      ...minimal,
      nodes: [{ ...minimal.nodes[0], config: { PROTO: { PROTO: 1 } } }],
      parameters: { PROTO: { schema: {}, default: { PROTO: 1 } } },
      layout: { positions: { PROTO: { x: 1, y: 2 } }, notes: [], groups: [] },
    }
    const document = documentOf(withProto(JSON.stringify(raw)))
    const { nodes, parameters, layout } = document
    expect(JSON.stringify({ config: nodes[0].config, parameters, layout })).toBe(
      JSON.stringify({
        config: raw.nodes[0].config,
        parameters: raw.parameters,
        layout: raw.layout,
      }).replaceAll('PROTO', '__proto__'),
    )
  })

  test.each([
    [{ ...minimal, PROTO: 1 }, '__proto__'],
    [{ ...minimal, nodes: [{ ...minimal.nodes[0], PROTO: {} }] }, 'nodes.0.__proto__'],
    [{ ...minimal, layout: { PROTO: {} } }, 'layout.__proto__'],
    [
      { ...minimal, parameters: { k: { schema: { PROTO: 1 }, default: 1 } } },
      'parameters.k.schema.__proto__',
    ],
  ])('are unknown keys elsewhere', (raw, field) => {
    expect(issuesOf(withProto(JSON.stringify(raw)))).toMatchObject([{ code: 'document-unknown-key', field }])
  })

  test('a wrong parameter of that name is told', () => {
    expect(
      issuesOf(withProto(JSON.stringify({ ...minimal, parameters: { PROTO: { schema: 3, default: 1 } } }))),
    ).toMatchObject([{ code: 'document-field', field: 'parameters.__proto__.schema' }])
  })
})

describe('stored versions', () => {
  const ups: Upgrades = new Map<number, (document: Record<string, unknown>) => Record<string, unknown>>([
    [1, (document) => ({ ...document, ecoki: 2, title: 'one' })],
    [2, (document) => ({ ...document, ecoki: 3, colour: 'green' })],
  ])

  test('go up step by step', () => {
    expect(upgradeDocument({ ecoki: 1, id: 'p' }, ups, 3)).toEqual({
      document: { ecoki: 3, id: 'p', title: 'one', colour: 'green' },
    })
    expect(upgradeDocument({ ecoki: 2 }, ups, 3)).toEqual({ document: { ecoki: 3, colour: 'green' } })
    expect(upgradeDocument({ ecoki: 3 }, ups, 3)).toEqual({ document: { ecoki: 3 } })
  })

  test.each([0, 4, 1.5])('version %d is refused', (version) => {
    expect(upgradeDocument({ ecoki: version }, ups, 3)).toMatchObject({
      findings: [{ code: 'document-version', params: { version, newest: 3 } }],
    })
  })
})

test('near names: a slip, another case, nothing far off, best first', () => {
  const names = ['Usage_kWh', 'Lagging_Current', 'CO2', 'WeekStatus', 'Usage_kW']
  expect(nearNames('Usage_kWH', names)).toEqual(['Usage_kWh', 'Usage_kW'])
  expect(nearNames('co2', names)).toEqual(['CO2'])
  expect(nearNames('pressure', names)).toEqual([])
})
