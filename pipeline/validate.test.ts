import { describe, expect, test } from 'vitest'
import type { ValidateOptions } from './examine.ts'
import type { Issue } from './issue.ts'
import { catalog, column, pipeline, plantTable, reader, stepUs } from './small-blocks.fixture.ts'
import { chain, fitNode, lagNode, onePower, parameter, sink } from './small-documents.fixture.ts'
import { validate } from './validate.ts'

const found = (document: unknown, options?: ValidateOptions): Issue[] =>
  validate(document, catalog, options).issues

describe('all problems', () => {
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

describe('nodes with one name', () => {
  const lag = lagNode({ rows: 'two' }) as typeof reader
  const problems = (...nodes: object[]): string[] =>
    found(pipeline([reader, ...(nodes as (typeof reader)[])], ['read.table>lag.table']))
      .filter(({ severity }) => severity === 'error')
      .map(({ code, node }) => `${code} ${node}`)

  test('are all looked at, in any order', () => {
    const [good, unknown] = [lagNode({}), { id: 'lag', block: 'laag' }]
    const expected = ['block-unknown lag', 'node-twice lag', 'config-field lag']
    expect(problems(good, lag, unknown)).toEqual(expected)
    expect(problems(unknown, lag, good)).toEqual(expected)
    const known = (...nodes: object[]): unknown =>
      validate(pipeline(nodes as (typeof reader)[]), catalog).configs
    expect(known(unknown, good)).toEqual(known(good, unknown))
  })

  test('are told of once when they have the same problem, and not where they are disabled', () => {
    expect(problems(lag, lag, { ...lag, config: { ...lag.config, column: 'q' } })).toHaveLength(2)
    expect(problems(lagNode({ as: 'a' }), { ...lag, disabled: true })).toEqual(['node-twice lag'])
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

  test('of two wires on an input the one that is left counts', () => {
    const readers = [reader, { ...reader, id: 'off', disabled: true }, sink]
    const document = pipeline(readers, ['read.table>sink.table', 'off.table>sink.table'])
    expect(found(document).map((issue) => [issue.code, issue.node])).toEqual([['node-disabled', 'off']])
    expect(Object.keys(validate(document, catalog).schemas)).toEqual(['read', 'sink'])
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
