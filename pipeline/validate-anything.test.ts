import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compile } from './compile.ts'
import { issueSchema } from './issue.ts'
import { catalog, column, plantTable } from './small-blocks.fixture.ts'
import { validate } from './validate.ts'

const name = fc.constantFrom('a', 'b', 'c', 'd', '__proto__', 'constructor', '', 'read')
const portName = fc.constantFrom('table', 'left', 'right', 'model', 'train', '__proto__', 'x')
const config = fc.oneof(
  fc.constant({}),
  fc.constant({ schema: plantTable }),
  fc.constant({ schema: { columns: [column('power')] } }),
  fc.record({
    column: fc.constantFrom('power', 'powr', '__proto__'),
    as: fc.constantFrom('x', 'power'),
    rows: fc.oneof(fc.integer(), fc.constant({ $param: 'k' })),
  }),
  fc.record({
    target: fc.constantFrom('power', 'shift'),
    features: fc.array(fc.constantFrom('temperature', 'shift', 'power', 'x')),
    horizonUs: fc.nat(),
  }),
  fc.jsonValue({ maxDepth: 3 }),
)
const node = fc.record({
  id: name,
  block: fc.constantFrom(...catalog.ids(), 'zzz', '__proto__'),
  version: fc.constantFrom(1, 2, 3),
  config,
  disabled: fc.boolean(),
})
const end = fc.record({ node: name, port: portName })
const document = fc.record({
  ecoki: fc.constantFrom(1, 1, 1, 2),
  id: fc.constant('p'),
  name: fc.constant('P'),
  mode: fc.constantFrom('batch', 'streaming'),
  parameters: fc.oneof(
    fc.constant({}),
    fc.constant({ k: { schema: { type: 'integer' }, default: 1 } }),
    fc.jsonValue({ maxDepth: 3 }),
  ),
  nodes: fc.array(node, { maxLength: 8 }),
  edges: fc.array(fc.record({ from: end, to: end }), { maxLength: 12 }),
  accepted: fc.array(
    fc.record({ code: fc.constantFrom('leak', 'output-unused'), node: name, reason: fc.constant('r') }),
    { maxLength: 2 },
  ),
})

test('validate() never throws on JSON, and its issues are well formed', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.jsonValue(), document),
      fc.dictionary(name, fc.jsonValue()),
      (raw, parameters) => {
        const { issues } = validate(raw, catalog, { parameters, language: 'de' })
        for (const issue of issues) issueSchema.parse(issue)
      },
    ),
    { numRuns: 1_000 },
  )
})

test('there is a plan exactly when there is no error', () => {
  fc.assert(
    fc.property(document, (raw) => {
      const { plan, issues } = compile(raw, catalog)
      expect(plan !== undefined).toBe(issues.every((issue) => issue.severity === 'warning'))
    }),
    { numRuns: 1_000 },
  )
})
