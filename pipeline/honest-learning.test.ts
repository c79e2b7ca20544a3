import { describe, expect, test } from 'vitest'
import { stepUs, catalog, column, pipeline, plantTable, reader } from './small-blocks.fixture.ts'
import { forecastOf } from './small-documents.fixture.ts'
import { validate } from './validate.ts'

const found = (document: unknown): string[] =>
  validate(document, catalog)
    .issues.filter(({ code }) => ['leak-by-rows', 'score-in-sample', 'accepted-unused'].includes(code))
    .map(({ code, node, severity, accepted }) => `${severity} ${code} ${node}${accepted ? ' accepted' : ''}`)

const learnt = ['fit.model>apply.model', 'apply.table>judge.table']
const sameRows = ['read.table>fit.table', 'read.table>apply.table', ...learnt]
const chosen = ['read.table>choose.table', 'choose.table>fit.table', 'choose.table>apply.table']
const horizon = { fit: { horizonUs: stepUs } }

describe('rows chosen before a forecast', () => {
  test('by the target: one warning at the block that chooses, for all forecasts behind it', () => {
    const { issues } = validate(forecastOf('power', [...chosen, learnt[0]]), catalog)
    expect(issues.filter(({ code }) => code === 'leak-by-rows')).toMatchObject([
      {
        severity: 'warning',
        node: 'choose',
        params: { column: 'power', forecasts: ['fit', 'apply'], target: 'power' },
      },
    ])
  })

  test.each([
    ['what is known when it is issued', 'temperature', {}, []],
    ['what is not known yet', 'temperature', horizon, ['warning leak-by-rows choose']],
    ['what is known in advance', 'shift', horizon, []],
    ['time', 'time', horizon, []],
  ])('by %s', (_, name, configs, expected) => {
    expect(found(forecastOf(name, chosen.slice(0, 2), configs))).toEqual(expected)
  })

  test('whether the target is there: learning leaves such rows out anyway, a running plant cannot', () => {
    const config = { choose: { by: 'presence' } }
    expect(found(forecastOf('power', chosen.slice(0, 2), config))).toEqual([])
    const streaming = forecastOf('power', chosen.slice(0, 2), config, { mode: 'streaming' })
    expect(found(streaming)).toEqual(['error leak-by-rows choose'])
  })

  test('is told apart by availability where blocks stand in between', () => {
    const table = {
      ...plantTable,
      columns: [...plantTable.columns, column('lab', { availabilityUs: 4 * stepUs })],
    }
    const document = (name: string): unknown =>
      pipeline(
        [
          { ...reader, config: { schema: table } },
          { id: 'choose', block: 'choose', config: { column: name } },
          { id: 'pass', block: 'pass' },
          { id: 'fit', block: 'fit', config: { target: 'power', features: ['temperature'] } },
        ],
        ['read.table>choose.table', 'choose.table>pass.table', 'pass.table>fit.table'],
      )
    expect(found(document('lab'))).toEqual(['warning leak-by-rows choose'])
    expect(found(document('temperature'))).toEqual([])
  })

  test('can be accepted with a reason', () => {
    const accepted = [{ code: 'leak-by-rows', node: 'choose', reason: 'outliers' }]
    expect(found(forecastOf('power', chosen.slice(0, 2), {}, { accepted }))).toEqual([
      'warning leak-by-rows choose accepted',
    ])
    const cannotTell = forecastOf('power', chosen.slice(0, 2), { fit: { target: 1 } }, { accepted })
    expect(found(cannotTell)).toEqual([])
  })
})

describe('scores of rows that were learnt from', () => {
  const late = ['warning score-in-sample judge']
  test.each([
    ['the same table', sameRows, late],
    [
      'parts of a split',
      ['read.table>split.table', 'split.train>fit.table', 'split.test>apply.table', ...learnt],
      [],
    ],
    [
      'the same part',
      ['read.table>split.table', 'split.train>fit.table', 'split.train>apply.table', ...learnt],
      late,
    ],
    [
      'all rows after one part',
      ['read.table>split.table', 'split.train>fit.table', 'read.table>apply.table', ...learnt],
      late,
    ],
    [
      'a choice of them',
      ['read.table>choose.table', 'choose.table>fit.table', 'read.table>apply.table', ...learnt],
      late,
    ],
  ])('%s', (_, wires, expected) => {
    expect(found(forecastOf('shift', wires))).toEqual(expected)
  })

  test('are split behind the prediction, by the same rule', () => {
    const wires = [
      ...[
        'read.table>split.table',
        'split.train>fit.table',
        'fit.model>apply.model',
        'read.table>apply.table',
      ],
      ...['apply.table>again.table', 'again.test>judge.table'],
    ]
    const document = (block: string): Record<string, unknown> => {
      const made = forecastOf('shift', wires)
      return { ...made, nodes: [...(made.nodes as object[]), { id: 'again', block, version: 1, config: {} }] }
    }
    expect(found(document('random-split'))).toEqual([])
  })

  test('are not parted by equal splits of different rows', () => {
    const wires = ['read.table>choose.table', 'choose.table>split.table', 'split.train>fit.table']
    const rest = ['read.table>again.table', 'again.test>apply.table', ...learnt]
    const made = forecastOf('shift', [...wires, ...rest])
    const again = { id: 'again', block: 'random-split', version: 1, config: {} }
    expect(found({ ...made, nodes: [...(made.nodes as object[]), again] })).toEqual(late)
  })

  test('read again by a second reader of the same file', () => {
    const twice = (path: string): Record<string, unknown> => {
      const made = forecastOf('shift', ['read.table>fit.table', 'other.table>apply.table', ...learnt])
      const other = { ...reader, id: 'other', version: 1, config: { ...reader.config, path, seed: 1 } }
      return { ...made, nodes: [...(made.nodes as object[]), other] }
    }
    expect(found(twice('data.csv'))).toEqual(late)
    expect(found(twice('next-year.csv'))).toEqual([])
  })

  test('are not meant where two choices by one column part the rows, or another column is judged', () => {
    const wires = [
      ...[
        'read.table>choose.table',
        'choose.table>fit.table',
        'read.table>later.table',
        'later.table>apply.table',
      ],
      ...learnt,
    ]
    const parted = (name: string, from?: number): Record<string, unknown> => {
      const made = forecastOf('shift', wires, { choose: { below: 5 } })
      const later = { id: 'later', block: 'choose', version: 1, config: { column: name, from } }
      return { ...made, nodes: [...(made.nodes as object[]), later] }
    }
    expect(found(parted('shift', 5))).toEqual([])
    expect(found(parted('shift', 4.9))).toEqual(late)
    expect(found(parted('shift'))).toEqual(late)
    expect(found(parted('temperature', 5))).toEqual(late)
    expect(found(forecastOf('shift', sameRows, { judge: { columns: ['power'] } }))).toEqual([])
  })

  test('can be accepted with a reason', () => {
    const accepted = [{ code: 'score-in-sample', node: 'judge', reason: 'how well it fits' }]
    expect(found(forecastOf('shift', sameRows, {}, { accepted }))).toEqual([`${late[0]} accepted`])
  })
})
