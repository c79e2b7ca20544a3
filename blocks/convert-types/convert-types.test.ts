import { describe, expect, it } from 'vitest'
import type { ColumnType } from '#pipeline/ports.ts'
import { logText } from '#pipeline/log-texts.ts'
import { column, tableFromRows, valuesOf } from '#test/fixtures/cells.ts'
import type { Cell } from '#test/fixtures/cells.ts'
import { expectSameBits, propagate, runBlock, runForTable, tableOf } from '#test/fixtures/run-block.ts'
import { seededRandom } from '#test/fixtures/random.ts'
import { expectSameInCuts } from '#test/fixtures/streaming.ts'
import {
  allMissingTable,
  emptyTable,
  minuteUs,
  oneRowTable,
  seededTable,
  seeds,
} from '#test/fixtures/tables.ts'
import { expectTable } from '#test/reference/compare.ts'
import { runPython, tableForPython } from '#test/reference/python.ts'
import { run } from './run.ts'
import { convertTypes } from './spec.ts'

const under = { block: convertTypes, run }

const columns = [
  { column: 'decimal', type: 'number' },
  { column: 'german', type: 'number', decimalMark: ',' },
  { column: 'whole', type: 'integer' },
  { column: 'stamp', type: 'time', dateFormat: '%d.%m.%Y %H:%M:%S' },
  { column: 'count', type: 'number' },
  { column: 'level', type: 'integer' },
]

/** Read by Python's own int, float and datetime; what they refuse is missing. */
const reference = `from datetime import datetime, timezone
from fractions import Fraction
import re
def number(text):
    if not re.fullmatch(r'[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?|[+-]?(nan|inf)', text): return None
    value = float(text)
    return None if re.fullmatch(r'[+-]?\\d+', text) and int(text) != int(value) else value
def whole(text):
    return int(text) if re.fullmatch(r'[+-]?\\d+', text) and -2**63 <= int(text) < 2**63 else None
def stamp(text):
    try: parsed = datetime.strptime(text, '%d.%m.%Y %H:%M:%S')
    except ValueError: return None
    return int(parsed.replace(tzinfo=timezone.utc).timestamp()) * 1000000
def each(column, read):
    return [None if v is None else read(v) for v in column.to_list()]
def main(input):
    frames = [read_table(t) for t in input]
    return [{
        'decimal': each(t['decimal'], number),
        'german': each(t['german'], lambda v: None if '.' in v else number(v.replace(',', '.', 1))),
        'whole': each(t['whole'], whole),
        'stamp': each(t['stamp'], stamp),
        'count': each(t['count'], lambda v: float(v) if int(float(v)) == v else None),
        'level': each(t['level'], lambda v: int(v) if v == v and abs(v) != float('inf') and v == int(v) and -2**63 <= v < 2**63 else None),
    } for t in frames]
`

/** Text as plants write it, and as they should not. */
function textTable(seed: number, rows = 120) {
  const random = seededRandom(seed)
  const cell = (make: () => string | number | bigint): Cell => ({
    value: random.chance(0.1) ? null : make(),
    quality: random.below(3),
  })
  const decimal = () =>
    String(
      random.pick([
        random.normal(),
        random.below(1_000),
        1e-7 * random.normal(),
        'nan',
        '9007199254740993',
        '1,5',
        'kaputt',
        '-.5',
        '1e400x',
      ]),
    )
  const two = (value: number) => String(value).padStart(2, '0')
  const makers: Record<string, [ColumnType, () => string | number | bigint]> = {
    decimal: ['text', decimal],
    german: ['text', () => decimal().replace('.', ',')],
    whole: [
      'text',
      () => random.pick(['17', '-4', '+3', '9223372036854775807', '9223372036854775808', '1.0', '0012', 'x']),
    ],
    stamp: [
      'text',
      () =>
        `${two(random.below(40))}.${two(1 + random.below(13))}.2024 ${two(random.below(24))}:${two(random.below(60))}:05`,
    ],
    count: ['integer', () => random.pick([2n ** 53n + 1n, 2n ** 53n + 2n, -7n, 0n, 2n ** 63n - 1n])],
    level: ['number', () => random.pick([1, 2.5, -3, NaN, 1e15, 1e19, -(2 ** 63), Infinity])],
  }
  const schema = {
    columns: [
      column('time', 'time'),
      ...Object.entries(makers).map(([name, [type]]) =>
        column(name, type, { nullable: true, quality: true }),
      ),
    ],
    time: { column: 'time', zone: 'UTC', grid: { stepUs: minuteUs } },
  }
  const cells = Object.fromEntries(
    Object.entries(makers).map(([name, [, make]]) => [name, Array.from({ length: rows }, () => cell(make))]),
  )
  return tableFromRows(schema, { ...cells, time: Array.from({ length: rows }, (_, row) => row * minuteUs) })
}

function texts(values: (string | null)[], zone = 'UTC') {
  const schema = {
    columns: [
      column('time', 'time'),
      column('x', 'text', { nullable: true, kind: 'level', availabilityUs: 7 }),
    ],
    time: { column: 'time', zone, grid: { stepUs: minuteUs } },
  } as const
  return tableFromRows(
    { ...schema, columns: [...schema.columns] },
    { time: values.map((_, row) => row * minuteUs), x: values },
  )
}
const to = (type: string, more: object = {}) => ({ columns: [{ column: 'x', type, ...more }] })

describe('convert-types against Python', { timeout: 60_000 }, () => {
  it('reads what Python reads, and nothing else', async (context) => {
    const tables = seeds.map((seed) => textTable(seed))
    const expected = (await runPython(context, reference, tables.map(tableForPython))) as Record<
      string,
      unknown[]
    >[]
    for (const [index, table] of tables.entries())
      expectTable(await runForTable(under, table, { columns }), expected[index])
  })
})

describe('convert-types', () => {
  it.each(seeds)('gives the same bits whole, cut and row by row (seed %i)', async (seed) => {
    await expectSameInCuts(under, textTable(seed), { columns })
  })

  it('counts what does not fit, and says so in words', async () => {
    const { outputs, logs } = await runBlock(
      under,
      texts(['1,5', 'x', ' ', null, 'y', '2']),
      to('number', { decimalMark: ',' }),
    )
    expect(valuesOf(tableOf(outputs.table), 'x')).toEqual([1.5, null, null, null, null, 2])
    const params = { column: 'x', type: 'number', count: 2, first: 'x' }
    expect(logs).toEqual([{ level: 'warning', code: 'cells-not-converted', params }])
    expect(logText({ code: 'cells-not-converted', params }, 'en')).toBe(
      'x: 2 cell(s) hold no number and are missing now, first "x".',
    )
    expect((await runBlock(under, texts(['1', '', null]), to('number'))).logs).toEqual([])
  })

  it.each([
    [
      'boolean',
      ['Ja', 'nein', 'TRUE', '0', 'aus', '2', 'vielleicht'],
      [true, false, true, false, false, null, null],
    ],
    ['integer', ['-0', '7', '7.0', '1e3'], [0n, 7n, null, null]],
    ['number', ['-0', 'inf', 'NaN', '1_000', '0x10'], [-0, Infinity, NaN, null, null]],
  ])('reads %s', async (type, given, expected) => {
    expect(valuesOf(await runForTable(under, texts(given), to(type)), 'x')).toEqual(expected)
  })

  it('reads times on the clock of the table, or with their own offset', async () => {
    const given = [
      '2024-07-01 12:00',
      '2024-07-01T12:00:00+02:00',
      '2024-10-27 02:30',
      '2024-03-31 02:30',
      '01.07.2024',
    ]
    const read = await runForTable(under, texts(given, 'Europe/Berlin'), to('time'))
    const us = (text: string) => Date.parse(text) * 1_000
    expect(valuesOf(read, 'x')).toEqual([
      us('2024-07-01T10:00Z'), us('2024-07-01T10:00Z'), us('2024-10-27T00:30Z'), us('2024-03-31T01:30Z'), null,
    ]) // prettier-ignore
    const german = await runForTable(
      under,
      texts(['01.07.2024'], 'Europe/Berlin'),
      to('time', { dateFormat: '%d.%m.%Y' }),
    )
    expect(valuesOf(german, 'x')).toEqual([us('2024-06-30T22:00Z')])
  })

  it('keeps the rest of the column', async () => {
    const { schema } = await runForTable(under, texts(['1']), to('integer'))
    expect(schema.columns[1]).toMatchObject({
      name: 'x',
      type: 'integer',
      kind: 'level',
      availabilityUs: 7,
      nullable: true,
    })
  })

  it('refuses what it does not convert', () => {
    const codes = (...given: object[]) =>
      propagate(under, seededTable(1), { columns: given }).findings?.map(({ code }) => code)
    expect(codes({ column: 'time', type: 'number' })).toEqual(['column-type'])
    expect(codes({ column: 'running', type: 'integer' })).toEqual(['column-type'])
    expect(codes({ column: 'nothing', type: 'integer' })).toEqual(['column-missing'])
    expect(codes({ column: 'state', type: 'number' }, { column: 'state', type: 'time' })).toEqual([
      'column-exists',
    ])
    expect(convertTypes.config.safeParse(to('time', { dateFormat: '%Q' })).success).toBe(false)
  })

  it('keeps rows and bits where the type is the same', async () => {
    for (const table of [emptyTable(), oneRowTable(), allMissingTable(), seededTable(6)])
      expectSameBits(
        await runForTable(under, table, { columns: [{ column: 'count', type: 'integer' }] }),
        table,
      )
  })
})
