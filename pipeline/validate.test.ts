import { describe, expect, test } from 'vitest'
import { issueCodes, severityOf } from './issue-codes.ts'
import type { IssueCode } from './issue-codes.ts'
import type { Issue } from './issue.ts'
import { issueSchema } from './issue.ts'
import type { Column, PortSchema, TableSchema } from './ports.ts'
import { catalog, column, minuteUs, pipeline, plantTable, reader, stepUs } from './small-blocks.fixture.ts'
import { validate } from './validate.ts'
import type { ValidateOptions } from './examine.ts'

interface Case {
  document: unknown
  options?: ValidateOptions
  expected: Partial<Issue>
}

const found = (document: unknown, options?: ValidateOptions): Issue[] =>
  validate(document, catalog, options).issues
const lagNode = (config: object): object => ({
  id: 'lag',
  block: 'lag',
  config: { column: 'power', as: 'before', ...config },
})
const sink = { id: 'sink', block: 'sink' }

/** Reader, one block on its table, sink. */
const chain = (node: object, table: TableSchema = plantTable, more?: Record<string, unknown>): unknown =>
  pipeline(
    [{ ...reader, config: { schema: table } }, { id: 'x', ...node } as typeof sink, sink],
    [
      `read.table>${(node as { id?: string }).id ?? 'x'}.table`,
      `${(node as { id?: string }).id ?? 'x'}.table>sink.table`,
    ],
    more,
  )

const fitNode = (config: object): unknown =>
  pipeline(
    [reader, { id: 'fit', block: 'fit', config: { target: 'power', features: ['temperature'], ...config } }],
    ['read.table>fit.table'],
  )

const onePower = (more: Partial<Column>): TableSchema => ({
  ...plantTable,
  columns: [plantTable.columns[0], column('power', more)],
})
const without = (time: Partial<NonNullable<TableSchema['time']>> | undefined): TableSchema => ({
  ...plantTable,
  time: time && { column: 'time', zone: 'Europe/Berlin', grid: { stepUs }, ...time },
})

/** A table that offers `given` where `needed` is asked for. */
const needs = (given: TableSchema, needed: TableSchema): unknown =>
  pipeline(
    [
      { ...reader, config: { schema: given } },
      { id: 'x', block: 'strict', config: { needs: { type: 'table', table: needed } } },
    ],
    ['read.table>x.table'],
  )

const power = (more: Partial<Column>): TableSchema => ({ columns: [column('power', more)] })
const model = (more: object): PortSchema => ({
  type: 'model',
  method: 'a',
  features: [],
  target: column('power'),
  horizonUs: 0,
  ...more,
})
const offers = (gives: PortSchema, wants: PortSchema): unknown =>
  pipeline([{ id: 'x', block: 'give-model', config: { gives, needs: wants } }, sink])

const parameter = (schema: object, value: unknown): Record<string, unknown> => ({
  parameters: { rows: { schema, default: value } },
})

const cases: Record<IssueCode, Case> = {
  'document-version': {
    document: { ...pipeline([reader]), ecoki: 2 },
    expected: { field: 'ecoki', params: { version: 2, newest: 1 } },
  },
  'document-unknown-key': {
    document: { ...pipeline([reader]), layuot: {} },
    expected: { field: 'layuot', params: { path: '(document)', key: 'layuot', near: ['layout'] } },
  },
  'document-field': { document: { ...pipeline([reader]), name: 3 }, expected: { field: 'name' } },
  'too-big': {
    document: pipeline([reader, sink], ['read.table>sink.table']),
    options: { limits: { nodes: 1 } },
    expected: { field: 'nodes', params: { what: 'nodes', count: 2, limit: 1 } },
  },
  'parameter-unknown': {
    document: chain(lagNode({ rows: { $param: 'row' } }), plantTable, parameter({ type: 'integer' }, 2)),
    expected: { node: 'lag', field: 'rows', params: { name: 'row', near: ['rows'] } },
  },
  'parameter-schema': {
    document: chain(lagNode({}), plantTable, parameter({ type: 'integer', multipleOf: 2 }, 2)),
    expected: { field: 'parameters.rows' },
  },
  'parameter-value': {
    document: chain(
      lagNode({ rows: { $param: 'rows' } }),
      plantTable,
      parameter({ type: 'integer', maximum: 5 }, 1),
    ),
    options: { parameters: { rows: 6 } },
    expected: {
      field: 'parameters.rows',
      params: { name: 'rows', problem: { de: 'höchstens 5', en: 'at most 5' } },
    },
  },
  'nothing-to-run': { document: pipeline([{ ...reader, disabled: true }]), expected: {} },
  'node-twice': { document: pipeline([reader, reader]), expected: { node: 'read', params: { count: 2 } } },
  'edge-no-node': {
    document: pipeline([reader, sink], ['raed.table>sink.table']),
    expected: { node: 'sink', port: 'table', params: { end: 'from', node: 'raed', near: ['read'] } },
  },
  'edge-no-port': {
    document: pipeline([reader, sink], ['read.tabel>sink.table']),
    expected: {
      node: 'sink',
      port: 'table',
      params: { end: 'from', node: 'read', port: 'tabel', known: ['table'], near: ['table'] },
    },
  },
  cycle: {
    document: pipeline(
      [
        { id: 'a', block: 'pass' },
        { id: 'b', block: 'pass' },
      ],
      ['a.table>b.table', 'b.table>a.table'],
    ),
    expected: { node: 'a', params: { path: ['a', 'b', 'a'] } },
  },
  'block-unknown': {
    document: chain({ block: 'laag' }),
    expected: { node: 'x', params: { block: 'laag', near: ['lag'] } },
  },
  'block-version': {
    document: chain({ block: 'pass', version: 3 }),
    expected: { node: 'x', params: { block: 'pass', version: 3, known: [1, 2] } },
  },
  'block-no-streaming': {
    document: pipeline([reader, { id: 'x', block: 'random-split' }], ['read.table>x.table'], {
      mode: 'streaming',
    }),
    expected: { node: 'x', params: { block: 'random-split', mode: 'streaming' } },
  },
  'block-failed': {
    document: chain({ block: 'faulty', config: { fault: 'throws' } }),
    expected: { node: 'x', params: { block: 'faulty', error: 'a fault in the block' } },
  },
  'config-field': { document: chain(lagNode({ rows: 'two' })), expected: { node: 'lag', field: 'rows' } },
  'reader-not-inspected': {
    document: pipeline([{ id: 'read', block: 'source' }]),
    expected: { node: 'read' },
  },
  'input-missing': {
    document: pipeline(
      [reader, { id: 'm', block: 'merge' }, sink],
      ['read.table>m.left', 'm.table>sink.table'],
    ),
    expected: { node: 'm', port: 'right', params: { expected: 'table' } },
  },
  'input-twice': {
    document: pipeline(
      [reader, { ...reader, id: 'again' }, sink],
      ['read.table>sink.table', 'again.table>sink.table'],
    ),
    expected: { node: 'sink', port: 'table', params: { count: 2, from: ['again.table', 'read.table'] } },
  },
  'port-type': {
    document: pipeline(
      [reader, { id: 'fit', block: 'fit', config: { target: 'power', features: ['temperature'] } }, sink],
      ['read.table>fit.table', 'fit.model>sink.table'],
    ),
    expected: {
      node: 'sink',
      port: 'table',
      params: { expected: 'table', found: 'model', from: 'fit.model' },
    },
  },
  'output-unused': {
    document: pipeline([reader]),
    expected: { node: 'read', port: 'table', params: { ports: ['table'] } },
  },
  'node-disabled': { document: chain({ block: 'pass', disabled: true }), expected: { node: 'x' } },
  'node-left-out': {
    document: chain({ block: 'pass', disabled: true }),
    expected: { node: 'sink', port: 'table', params: { because: 'x' } },
  },
  'accepted-unused': {
    document: chain({ block: 'pass' }, plantTable, {
      accepted: [{ code: 'leak', node: 'x', reason: 'we know' }],
    }),
    expected: { node: 'x', params: { code: 'leak', accepted: 'x' } },
  },
  'column-missing': {
    document: chain(lagNode({ column: 'Powr' })),
    expected: { node: 'lag', field: 'column', params: { column: 'Powr', near: ['power'] } },
  },
  'column-type': {
    document: fitNode({ features: ['temperature', 'shift'] }),
    expected: {
      node: 'fit',
      field: 'features.1',
      params: { column: 'shift', expected: ['number', 'integer'], found: 'text' },
    },
  },
  'column-exists': {
    document: chain(lagNode({ as: 'power' })),
    expected: { node: 'lag', field: 'as', params: { column: 'power' } },
  },
  'column-nullable': {
    document: needs(power({ nullable: true }), power({})),
    expected: { node: 'x', port: 'table', params: { column: 'power' } },
  },
  unit: {
    document: needs(power({ unit: 'kW' }), power({ unit: 'kW.h' })),
    expected: { node: 'x', params: { column: 'power', expected: 'kW.h', found: 'kW' } },
  },
  quantity: {
    document: needs(
      power({ unit: 'bar', quantity: 'pressure.gauge' }),
      power({ unit: 'bar', quantity: 'pressure.absolute' }),
    ),
    expected: {
      node: 'x',
      params: { column: 'power', expected: 'pressure.absolute', found: 'pressure.gauge' },
    },
  },
  kind: {
    document: needs(power({ kind: 'counter' }), power({ kind: 'amount' })),
    expected: { node: 'x', params: { column: 'power', expected: 'amount', found: 'counter' } },
  },
  stamp: {
    document: needs(power({ stamp: 'interval-end' }), power({ stamp: 'interval-start' })),
    expected: { node: 'x', params: { column: 'power', expected: 'interval-start', found: 'interval-end' } },
  },
  availability: {
    document: needs(power({ availabilityUs: minuteUs }), power({})),
    expected: { node: 'x', params: { column: 'power', expected: 0, found: minuteUs } },
  },
  'time-missing': {
    document: chain(lagNode({}), without(undefined)),
    expected: { node: 'lag', port: 'table' },
  },
  'time-zone': {
    document: needs(without({ zone: 'UTC' }), plantTable),
    expected: { node: 'x', params: { expected: 'Europe/Berlin', found: 'UTC' } },
  },
  'grid-uneven': {
    document: chain(lagNode({}), without({ grid: 'irregular' })),
    expected: { node: 'lag', port: 'table', params: { column: 'time' } },
  },
  'grid-step': {
    document: needs(without({ grid: { stepUs: minuteUs } }), plantTable),
    expected: { node: 'x', params: { expected: stepUs, found: minuteUs } },
  },
  'model-method': {
    document: offers(model({}), model({ method: 'b' })),
    expected: { node: 'x', params: { expected: 'b', found: 'a' } },
  },
  'model-horizon': {
    document: offers(model({}), model({ horizonUs: minuteUs })),
    expected: { node: 'x', params: { expected: minuteUs, found: 0 } },
  },
  'metric-missing': {
    document: offers({ type: 'metrics', names: ['rmse'] }, { type: 'metrics', names: ['mse'] }),
    expected: { node: 'x', params: { name: 'mse', near: ['rmse'] } },
  },
  leak: {
    document: fitNode({ horizonUs: stepUs }),
    expected: {
      node: 'fit',
      field: 'features.0',
      params: {
        column: 'temperature',
        terms: [{ code: 'source', us: 0 }],
        availabilityUs: 0,
        issueOffsetUs: -stepUs,
        horizonUs: stepUs,
      },
    },
  },
  'target-as-feature': {
    document: fitNode({ features: ['power'] }),
    expected: { node: 'fit', field: 'features.0', params: { column: 'power' } },
  },
  'random-split-on-time': {
    document: pipeline([reader, { id: 'x', block: 'random-split' }], ['read.table>x.table']),
    expected: { node: 'x', params: { column: 'time' } },
  },
}

describe('every problem comes out of validate()', () => {
  test.each(Object.keys(issueCodes) as IssueCode[])('%s', (code) => {
    const { document, options, expected } = cases[code]
    const issue = found(document, options).find((item) => item.code === code)
    expect(issue).toMatchObject(expected)
    const mode = (document as { mode?: 'streaming' }).mode ?? 'batch'
    expect(issue?.severity).toBe(severityOf(code, mode))
    expect(issueSchema.parse(issue)).toEqual(issue)
    for (const language of ['de', 'en'] as const) {
      const told = found(document, { ...options, language }).find((item) => item.code === code)
      expect(`${told?.message} ${told?.remedy}`).not.toMatch(/[{}]|\?(?!$| )|undefined|NaN/)
    }
  })

  test('a pipeline without problems has none', () => {
    expect(found(chain(lagNode({})))).toEqual([])
  })

  test('all problems are told, not the first', () => {
    const document = pipeline(
      [
        reader,
        { id: 'lag', block: 'lag', config: { column: 'x', as: 'power' } },
        { id: 'm', block: 'merge' },
        { id: 'q', block: 'zzz' },
      ],
      ['read.table>lag.table', 'lag.table>m.left', 'no.table>q.table'],
      { accepted: [], unknown: 1 },
    )
    expect(
      found(document)
        .map((issue) => issue.code)
        .sort(),
    ).toEqual([
      'block-unknown',
      'column-exists',
      'column-missing',
      'document-unknown-key',
      'edge-no-node',
      'input-missing',
      'output-unused',
    ])
  })

  test.each([
    ['wrong-port', 'output table should be table, is nothing'],
    ['silent', 'neither outputs nor findings'],
  ])('a block that is %s breaks its promise', (fault, error) => {
    const issue = found(chain({ block: 'faulty', config: { fault } })).find(
      (item) => item.code === 'block-failed',
    )
    expect(issue?.params).toMatchObject({ error })
  })
})

describe('leaks', () => {
  test('a warning in batch and an error in streaming; the message shows the sum', () => {
    const document = fitNode({ horizonUs: 2 * stepUs }) as {
      nodes: { id: string; block: string; config: unknown }[]
      edges: unknown[]
    }
    const lagged = pipeline(
      [
        reader,
        lagNode({ column: 'temperature' }) as typeof sink,
        { ...document.nodes[1], config: { target: 'power', features: ['before'], horizonUs: 2 * stepUs } },
      ],
      ['read.table>lag.table', 'lag.table>fit.table'],
    )
    const [issue] = found(lagged).filter((item) => item.code === 'leak')
    expect(issue.severity).toBe('warning')
    expect(issue.message).toBe(
      'Column "before" would not be known yet: it is known 15 min before the stamp (source 0 min + lag −15 min = −15 min), ' +
        'but a forecast 30 min ahead is issued 30 min before the stamp of the target.',
    )
    expect(found({ ...lagged, mode: 'streaming' }).find((item) => item.code === 'leak')?.severity).toBe(
      'error',
    )
  })

  test('known at the very instant of issue is no leak, nor is what is known in advance', () => {
    const withLag = (rows: number): unknown =>
      pipeline(
        [
          reader,
          lagNode({ column: 'temperature', rows }) as typeof sink,
          {
            id: 'fit',
            block: 'fit',
            config: { target: 'power', features: ['before'], horizonUs: 4 * stepUs },
          },
        ],
        ['read.table>lag.table', 'lag.table>fit.table'],
      )
    const isLeak = (rows: number): boolean => found(withLag(rows)).some((issue) => issue.code === 'leak')
    expect([isLeak(3), isLeak(4), isLeak(5)]).toEqual([true, false, false])
    const calendar = onePower({})
    calendar.columns.push(column('hour', { availabilityUs: null }))
    const document = pipeline(
      [
        { ...reader, config: { schema: calendar } },
        { id: 'fit', block: 'fit', config: { target: 'power', features: ['hour'], horizonUs: 1e12 } },
      ],
      ['read.table>fit.table'],
    )
    expect(found(document).map((issue) => issue.code)).toEqual(['output-unused'])
  })
})

describe('accepted warnings', () => {
  test('carry the reason, and only warnings of that node and port do', () => {
    const accepted = [{ code: 'output-unused', node: 'read', port: 'table', reason: 'only exported' }]
    const document = pipeline([reader, { ...reader, id: 'other' }], [], { accepted })
    expect(found(document).map((issue) => [issue.code, issue.node, issue.accepted])).toEqual([
      ['output-unused', 'other', undefined],
      ['output-unused', 'read', 'only exported'],
    ])
  })

  test('one for another port does not count', () => {
    const accepted = [{ code: 'output-unused', node: 'read', port: 'other', reason: 'r' }]
    expect(found(pipeline([reader], [], { accepted })).map((issue) => [issue.code, issue.accepted])).toEqual([
      ['accepted-unused', undefined],
      ['output-unused', undefined],
    ])
  })

  test('an error cannot be accepted', () => {
    const accepted = [{ code: 'leak', node: 'fit', reason: 'please' }]
    const document = { ...(fitNode({ horizonUs: stepUs }) as object), accepted, mode: 'streaming' }
    expect(found(document).map((issue) => [issue.code, issue.accepted])).toEqual([
      ['leak', undefined],
      ['accepted-unused', undefined],
      ['output-unused', undefined],
    ])
  })

  test('a block’s own warning has its own texts and can be accepted', () => {
    const picky = chain({ block: 'picky', config: { severity: 'warning' } }, plantTable, {
      accepted: [{ code: 'picky.too-much', node: 'x', reason: 'fine' }],
    })
    expect(found(picky, { language: 'de' })).toMatchObject([
      {
        code: 'picky.too-much',
        severity: 'warning',
        node: 'x',
        field: 'severity',
        message: 'zu viel',
        remedy: 'weniger',
        accepted: 'fine',
      },
    ])
  })

  test('what cannot be judged yet, or takes no part, is not called unused', () => {
    const accepted = [{ code: 'leak', node: 'x', reason: 'later' }]
    expect(
      found(chain({ block: 'pass', disabled: true }, plantTable, { accepted })).map((issue) => issue.code),
    ).not.toContain('accepted-unused')
    expect(found(chain({ block: 'zzz' }, plantTable, { accepted })).map((issue) => issue.code)).not.toContain(
      'accepted-unused',
    )
  })
})

describe('disabled nodes', () => {
  const three = [reader, { id: 'off', block: 'pass', disabled: true }, { id: 'm', block: 'merge' }, sink]

  test('an optional input does without, a required one does not', () => {
    const optional = pipeline(three, [
      'read.table>off.table',
      'read.table>m.left',
      'read.table>m.right',
      'off.table>m.extra',
      'm.table>sink.table',
    ])
    expect(found(optional).map((issue) => [issue.code, issue.node])).toEqual([['node-disabled', 'off']])
    const required = pipeline(three, [
      'read.table>off.table',
      'read.table>m.left',
      'off.table>m.right',
      'm.table>sink.table',
    ])
    expect(found(required).map((issue) => [issue.code, issue.node])).toEqual([
      ['node-left-out', 'm'],
      ['node-disabled', 'off'],
      ['node-left-out', 'sink'],
    ])
  })

  test('what is wrong inside a disabled node does not matter', () => {
    expect(
      found(chain({ block: 'zzz', disabled: true })).every((issue) => issue.severity === 'warning'),
    ).toBe(true)
  })
})

describe('what validate() knows', () => {
  test('schemas behind every block, configs with defaults, parameters put in', () => {
    const document = chain(
      lagNode({ rows: { $param: 'rows' } }),
      plantTable,
      parameter({ type: 'integer' }, 3),
    )
    const { schemas, configs } = validate(document, catalog)
    expect(configs.lag).toEqual({ column: 'power', rows: 3, as: 'before' })
    const table = schemas.lag.table.type === 'table' ? schemas.lag.table.table : undefined
    expect(table?.columns.at(-1)).toMatchObject({ name: 'before', unit: 'kW', availabilityUs: -3 * stepUs })
  })

  test('names such as __proto__ are plain data', () => {
    const text = JSON.stringify({
      ...pipeline(
        [
          { ...reader, id: 'PROTO' },
          { id: 'constructor', block: 'pass', config: { label: { $param: 'PROTO' }, names: 'NAMES' } },
          { ...sink, id: 'toString' },
        ],
        ['PROTO.table>constructor.table', 'constructor.table>toString.table'],
      ),
      parameters: { PROTO: { schema: { type: 'string' }, default: 'p' } },
      layout: { positions: { PROTO: { x: 1, y: 2 } } },
    })
    const raw: unknown = JSON.parse(text.replaceAll('PROTO', '__proto__').replace('"NAMES"', '{}'))
    const { issues, schemas, configs } = validate(raw, catalog)
    expect(issues).toEqual([])
    expect(Object.keys(schemas).sort()).toEqual(['__proto__', 'constructor', 'toString'])
    expect(configs['constructor']).toEqual({ label: 'p', names: {} })
    expect(({} as Record<string, unknown>).table).toBeUndefined()
  })

  test('a name that a block’s schema would drop silently is refused', () => {
    const raw: unknown = JSON.parse(
      JSON.stringify(chain({ block: 'pass', config: { names: { PROTO: 1 } } })).replace('PROTO', '__proto__'),
    )
    expect(found(raw)).toMatchObject([{ code: 'config-field', field: 'names.__proto__' }])
  })
})
