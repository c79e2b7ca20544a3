import { expect, test } from 'vitest'
import type { Table } from '#pipeline/table.ts'
import { timesOf } from '#pipeline/table.ts'
import { cellsOf, valuesOf } from '#test/fixtures/cells.ts'
import {
  cutsAtEveryRow,
  expectSameBits,
  propagate,
  runForTable,
  runInCuts,
} from '#test/fixtures/run-block.ts'
import {
  allMissingTable,
  dayUs,
  emptyTable,
  hourUs,
  minuteUs,
  oneRowTable,
  randomCuts,
  seededTable,
  seeds,
} from '#test/fixtures/tables.ts'
import { referenceTime, runPython, tableForPython, toJson } from '#test/reference/python.ts'
import { run } from './run.ts'
import { seasonalNaive as block } from './spec.ts'

const naive = { block, run }

const pandas = `
import pandas as pd

def main(data):
    results = []
    for case in data["cases"]:
        frame = read_table(case["table"])
        times = pd.Series(frame["time"].to_list())
        values = pd.Series(frame[case["target"]].to_list(), dtype=object)
        known = pd.DataFrame({"t": times + case["season"], "v": values}).drop_duplicates("t", keep="last")
        joined = pd.DataFrame({"t": times}).merge(known, on="t", how="left")
        results.append([None if v is None or (v != v and not found) else v
                        for v, found in zip(joined["v"], joined["t"].isin(known["t"]))])
    return results
`

test(
  'agrees with pandas on seeded tables with gaps, NaN, duplicates and changes of the clocks',
  referenceTime,
  async (context) => {
    const cases = seeds.map((seed) => {
      const table = seededTable(seed, { grid: 15 * minuteUs, rows: 250, duplicates: seed % 2 === 0 })
      return { table, target: ['level', 'amount', 'count'][seed % 3] }
    })
    const asked = cases.map(({ table, target }) => ({ table: tableForPython(table), target, season: dayUs }))
    const references = (await runPython(context, pandas, { cases: asked })) as unknown[][]
    for (const [index, { table, target }] of cases.entries()) {
      const result = await runForTable(naive, table, { target })
      const found = valuesOf(result, `${target}_seasonal_naive`).map((value) => toJson(value))
      expect(found.map(comparable)).toEqual(references[index].map(comparable))
    }
  },
)

/** int64 beyond 2^53 arrives as text. */
const comparable = (value: unknown) => (value === null ? null : String(value))

test('whole, in random cuts and row by row: the same bits', async () => {
  for (const seed of seeds.slice(0, 8)) {
    const table = seededTable(seed, { grid: hourUs, rows: 80, duplicates: seed % 2 === 0 })
    const config = { target: 'level', season: '6 h' }
    const whole = await runForTable(naive, table, config)
    for (const cuts of [randomCuts(timesOf(table), seed), cutsAtEveryRow(table)]) {
      expectSameBits(await runInCuts(naive, table, config, cuts), whole)
    }
  }
})

test('the quality is that of then', async () => {
  const table = seededTable(1, { grid: hourUs, gaps: 0 })
  const result = await runForTable(naive, table, { target: 'level', season: '3 h', name: 'before' })
  const [now, before] = [cellsOf(table.columns[1]), cellsOf(result.columns.at(-1)!)]
  expect(before.slice(3)).toEqual(now.slice(0, -3))
})

test.each([
  ['empty', emptyTable(hourUs)],
  ['one row', oneRowTable(hourUs)],
  ['all missing', allMissingTable(hourUs)],
])('%s: no forecast', async (_, table: Table) => {
  const forecast = valuesOf(await runForTable(naive, table, { target: 'level' }), 'level_seasonal_naive')
  expect(forecast).toEqual(Array.from({ length: table.rows }, () => null))
})

test('the forecast is known a season before the value is; a longer horizon is a leak', () => {
  const table = seededTable(1, { grid: 15 * minuteUs })
  const { outputs, findings } = propagate(naive, table, { target: 'amount', horizon: '1 d' })
  expect(findings).toEqual([])
  const columns = outputs?.table.type === 'table' ? outputs.table.table.columns : []
  expect(columns.at(-1)).toMatchObject({ unit: 'kW.h', kind: 'amount', availabilityUs: -dayUs })
  const leak = propagate(naive, table, { target: 'amount', horizon: '25 h' })
  expect(leak.findings).toMatchObject([{ code: 'leak', field: 'season', params: { horizonUs: 25 * hourUs } }])
})

test('an irregular table, a season off the grid, text and a taken name are refused', () => {
  const codes = (table: Table, config: Record<string, unknown>) =>
    propagate(naive, table, config).findings?.map((finding) => finding.code)
  const hourly = seededTable(1, { grid: hourUs })
  expect(codes(seededTable(1, { grid: 'irregular' }), { target: 'level' })).toEqual(['grid-uneven'])
  expect(codes(hourly, { target: 'level', season: '90 min' })).toEqual(['seasonal-naive.off-grid'])
  expect(codes(hourly, { target: 'state' })).toEqual(['column-type'])
  expect(codes(hourly, { target: 'level', name: 'amount' })).toEqual(['column-exists'])
})

test('rows out of order are refused', async () => {
  const table = seededTable(2, { grid: hourUs, unsorted: true })
  await expect(runForTable(naive, table, { target: 'level' })).rejects.toMatchObject({
    code: 'rows-not-in-time-order',
  })
})
