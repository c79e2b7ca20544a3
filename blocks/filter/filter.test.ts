import { describe, expect, it } from 'vitest'
import { valuesOf } from '#test/fixtures/cells.ts'
import { expectSameBits, propagate, runForTable } from '#test/fixtures/run-block.ts'
import { expectSameInCuts } from '#test/fixtures/streaming.ts'
import { bothAllow } from '#pipeline/allowed-values.ts'
import {
  allMissingTable,
  emptyTable,
  minuteUs,
  oneRowTable,
  plantSchema,
  seededTable,
  seeds,
} from '#test/fixtures/tables.ts'
import { expectTable } from '#test/reference/compare.ts'
import { runPython, tableForPython } from '#test/reference/python.ts'
import { run } from './run.ts'
import { filter } from './spec.ts'

const under = { block: filter, run }

/** Each with the same condition for pandas, whose nullable types know missing apart from NaN. */
const cases: { config: object; pandas: string }[] = [
  { config: { conditions: [{ column: 'level', operator: '>', value: 20 }] }, pandas: "f['level'] > 20" },
  { config: { conditions: [{ column: 'level', operator: '≠', value: 20 }] }, pandas: "f['level'] != 20" },
  {
    config: { conditions: [{ column: 'level', operator: 'between', from: 18, to: 22 }], missing: 'keep' },
    pandas: "((f['level'] >= 18) & (f['level'] <= 22)).fillna(True)",
  },
  {
    config: { conditions: [{ column: 'count', operator: 'between', from: -1, to: 0 }] },
    pandas: "(f['count'] >= -1) & (f['count'] <= 0)",
  },
  {
    config: { conditions: [{ column: 'count', operator: '≥', value: '9223372036854775807' }] },
    pandas: "f['count'] >= 9223372036854775807",
  },
  {
    config: { conditions: [{ column: 'count', operator: 'one-of', values: [0, -1, '9007199254740993'] }] },
    pandas: "f['count'].isin([0, -1, 9007199254740993]).where(f['count'].notna(), pd.NA)",
  },
  {
    config: { conditions: [{ column: 'state', operator: 'contains', value: 'ö' }] },
    pandas: "f['state'].str.contains('ö')",
  },
  { config: { conditions: [{ column: 'state', operator: '=', value: '' }] }, pandas: "f['state'] == ''" },
  { config: { conditions: [{ column: 'running', operator: '=', value: true }] }, pandas: "f['running']" },
  { config: { conditions: [{ column: 'amount', operator: 'is-missing' }] }, pandas: "f['amount'].isna()" },
  {
    config: {
      match: 'any',
      conditions: [
        { column: 'running', operator: '=', value: false },
        { column: 'amount', operator: '<', value: 1 },
        { column: 'time', operator: '<', value: '2018-10-28T02:30:00+01:00' },
      ],
    },
    pandas:
      "(~f['running']).fillna(False) | (f['amount'] < 1).fillna(False) | (f['time'] < 1540690200000000)",
  },
]

const single: object[] = [
  ...['<', '≤', '≥', '>', '≠'].map((operator) => ({ column: 'level', operator, value: 20 })),
  { column: 'level', operator: '=', value: 21 },
  { column: 'level', operator: 'between', from: 19.5, to: 20.5 },
  ...['is-missing', 'is-present', 'is-nan'].map((operator) => ({ column: 'level', operator })),
  { column: 'level', operator: 'quality-is', values: ['bad'] },
  { column: 'count', operator: '=', value: '9007199254740993' },
  { column: 'count', operator: '≤', value: '9007199254740992' },
  { column: 'count', operator: 'one-of', values: [0, -1, '9007199254740993'] },
  { column: 'state', operator: 'one-of', values: ['', 'ö'] },
  { column: 'state', operator: '≠', value: '' },
  { column: 'running', operator: '=', value: true },
  { column: 'running', operator: '≠', value: true },
  { column: 'time', operator: '<', value: '2018-10-28T02:30' },
  { column: 'time', operator: '≥', value: '2018-10-28T00:30:00Z' },
]

interface FilterLike {
  conditions: Record<string, unknown>[]
}

const word = ({ conditions }: FilterLike): string =>
  conditions.map((one) => Object.values(one).join(' ')).join(', ')

/** Any two filters, and whether their specs say that no row gets through both. */
const pairs = all().flatMap((a) => all().map((b) => ({ a, b, isApart: isApart(a, b) })))

function all(): (FilterLike & Record<string, unknown>)[] {
  const ones = single.map((one) => ({ conditions: [one as Record<string, unknown>] }))
  const kept = { conditions: [single[0] as Record<string, unknown>], missing: 'keep' }
  const both = { conditions: [single[0], single[11]] as Record<string, unknown>[], match: 'any' }
  return [...ones, kept, both]
}

function isApart(a: object, b: object): boolean {
  const table = plantSchema(15 * minuteUs)
  const choices = [a, b].map((config) => filter.rowsChosenBy!(filter.config.parse(config), table))
  return choices[0].some(({ column, allows }) =>
    choices[1].some(
      (other) =>
        other.column === column && allows && other.allows && bothAllow(allows, other.allows) === 'nothing',
    ),
  )
}

/** ArrowDtype keeps null and NaN apart in every type. */
const reference = `import pandas as pd
def main(input):
    return [[rows(t, c) for c in input['cases']] for t in input['tables']]
def rows(table, condition):
    f = pd.DataFrame({n: pd.Series(s.to_arrow(), dtype=pd.ArrowDtype(s.to_arrow().type)) for n, s in
        ((s.name, s) for s in read_table(table))})
    kept = f[eval(condition).fillna(False).astype(bool)]
    return {n: [None if v is pd.NA or v is None else v for v in kept[n].array.__arrow_array__().to_pylist()] for n in f.columns}
`

describe('filter against pandas', { timeout: 60_000 }, () => {
  it('keeps the same rows', async (context) => {
    const tables = seeds.map((seed) => seededTable(seed, { unsorted: seed % 2 === 0, duplicates: true }))
    const input = { tables: tables.map(tableForPython), cases: cases.map((one) => one.pandas) }
    const expected = (await runPython(context, reference, input)) as Record<string, unknown[]>[][]
    for (const [t, table] of tables.entries()) {
      for (const [c, { config }] of cases.entries()) {
        expectTable(await runForTable(under, table, config), expected[t][c])
      }
    }
  })
})

describe('filter', () => {
  it.each(seeds)('gives the same bits whole, cut and row by row (seed %i)', async (seed) => {
    const { config } = cases[seed % cases.length]
    await expectSameInCuts(under, seededTable(seed, { rows: 120, duplicates: true }), config)
  })

  it.each(seeds)('says of no two filters wrongly that they share no row (seed %i)', async (seed) => {
    const table = seededTable(seed, { duplicates: true })
    for (const { a, b, isApart } of pairs) {
      const both = await runForTable(under, await runForTable(under, table, a), b)
      if (isApart) expect([a, b, both.rows]).toEqual([a, b, 0])
    }
  })

  it('says of most filters that share no row that they do not', () => {
    const apart = pairs.filter(({ isApart }) => isApart).map(({ a, b }) => `${word(a)} | ${word(b)}`)
    expect(apart.filter((words) => words.startsWith('level < 20 |'))).toEqual([
      'level < 20 | level ≥ 20',
      'level < 20 | level > 20',
      'level < 20 | level = 21',
      'level < 20 | level is-missing',
    ])
    expect(apart).toContain('time < 2018-10-28T02:30 | time ≥ 2018-10-28T00:30:00Z')
    expect(apart).toContain('count = 9007199254740993 | count ≤ 9007199254740992')
  })

  it('keeps rows by quality and NaN by name only', async () => {
    const table = seededTable(2)
    const bad = await runForTable(under, table, {
      conditions: [{ column: 'level', operator: 'quality-is', values: ['bad'] }],
    })
    expect(new Set(bad.columns[1].quality)).toEqual(new Set([2]))
    const nan = await runForTable(under, table, { conditions: [{ column: 'level', operator: 'is-nan' }] })
    expect(nan.rows).toBe(valuesOf(table, 'level').filter((value) => Number.isNaN(value)).length)
  })

  it('reads a time without offset on the clock of the table, the earlier one when doubled', async () => {
    const config = (value: string) => ({ conditions: [{ column: 'time', operator: '<', value }] })
    const table = seededTable(3)
    const local = await runForTable(under, table, config('2018-10-28T02:30'))
    expectSameBits(local, await runForTable(under, table, config('2018-10-28T00:30:00Z')))
  })

  it('keeps all rows without conditions; none, one and all missing are stated', async () => {
    const hot = { conditions: [{ column: 'level', operator: '>', value: -100 }] }
    for (const table of [emptyTable(), oneRowTable(), allMissingTable()]) {
      expectSameBits(await runForTable(under, table, {}), table)
    }
    const rows = async (table: Parameters<typeof runForTable>[1], more = {}) =>
      (await runForTable(under, table, { ...hot, ...more })).rows
    expect([await rows(emptyTable()), await rows(oneRowTable()), await rows(allMissingTable())]).toEqual([
      0, 1, 0,
    ])
    expect(await rows(allMissingTable(), { missing: 'keep' })).toBe(50)
  })

  it('refuses values that do not fit their column', () => {
    const codes = (condition: object) =>
      propagate(under, seededTable(1), { conditions: [condition] }).findings?.map(
        ({ code, field }) => `${code} ${field}`,
      )
    expect(codes({ column: 'level', operator: '>', value: '20' })).toEqual(['filter.value conditions.0'])
    expect(codes({ column: 'time', operator: '>', value: '2024-02-31' })).toEqual([
      'filter.value conditions.0',
    ])
    expect(codes({ column: 'level', operator: 'contains', value: '2' })).toEqual([
      'column-type conditions.0.column',
    ])
    expect(codes({ column: 'running', operator: '<', value: true })).toEqual([
      'column-type conditions.0.column',
    ])
    expect(codes({ column: 'levle', operator: '>', value: 1 })).toEqual([
      'column-missing conditions.0.column',
    ])
  })
})
