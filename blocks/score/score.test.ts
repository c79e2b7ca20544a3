import { expect, test } from 'vitest'
import type { Table } from '#pipeline/table.ts'
import { column, tableFromRows } from '#test/fixtures/cells.ts'
import type { Cell } from '#test/fixtures/cells.ts'
import { seededRandom } from '#test/fixtures/random.ts'
import { propagate, runBlock } from '#test/fixtures/run-block.ts'
import { seeds } from '#test/fixtures/tables.ts'
import { numberFromPython, referenceTime, runPython, tableForPython } from '#test/reference/python.ts'
import { run } from './run.ts'
import { score as block } from './spec.ts'

const score = { block, run }
const config = { actual: 'y', predictions: ['p', 'q'], baseline: 'q' }

function tableOf(values: Record<string, (Cell['value'] | Cell)[]>): Table {
  const columns = Object.keys(values).map((name) => column(name, 'number', { quality: true }))
  return tableFromRows({ columns }, values)
}

async function metricsOf(table: Table, more: Record<string, unknown> = {}) {
  const { outputs, schemas } = await runBlock(score, table, { ...config, ...more })
  const values = outputs.metrics.type === 'metrics' ? outputs.metrics.values : {}
  expect(schemas.metrics).toEqual({ type: 'metrics', names: Object.keys(values) })
  return values
}

function seededScores(seed: number): Table {
  const random = seededRandom(seed)
  const holes = (value: number) => (random.chance(0.1) ? null : random.chance(0.05) ? Number.NaN : value)
  const y = Array.from({ length: 150 }, () => (random.chance(0.1) ? 0 : 40 + 10 * random.normal()))
  const near = (spread: number) => y.map((value) => holes(value + spread * random.normal()))
  return tableOf({ p: near(1), q: near(5), y: y.map(holes) })
}

const sklearn = `
import numpy as np
from sklearn import metrics as m

def main(data):
    results = []
    for case in data["cases"]:
        frame = read_table(case).drop_nulls()
        frame = frame.filter(frame["y"].is_finite() & frame["p"].is_finite() & frame["q"].is_finite())
        y, result = frame["y"].to_numpy(), {"n": frame.height}
        for name in ["p", "q"]:
            p = frame[name].to_numpy()
            result[name + ".mae"] = m.mean_absolute_error(y, p)
            result[name + ".rmse"] = m.root_mean_squared_error(y, p)
            result[name + ".mape"] = 100 * m.mean_absolute_percentage_error(y[y != 0], p[y != 0])
            result[name + ".zero_actuals"] = int((y == 0).sum())
            result[name + ".r2"] = m.r2_score(y, p)
            result[name + ".cv_rmse"] = 100 * np.sqrt(m.mean_squared_error(y, p) * len(y) / (len(y) - 1)) / y.mean()
            result[name + ".nmbe"] = 100 * (y - p).sum() / ((len(y) - 1) * y.mean())
        result["p.rmse_vs_baseline"] = result["p.rmse"] / result["q.rmse"]
        result["p.skill"] = 1 - result["p.rmse_vs_baseline"]
        results.append({name: float(value) for name, value in result.items()})
    return results
`

test('agrees with scikit-learn on seeded tables with gaps, NaN and zeros', referenceTime, async (context) => {
  const tables = seeds.map(seededScores)
  const references = await runPython(context, sklearn, { cases: tables.map(tableForPython) })
  for (const [index, reference] of (references as Record<string, unknown>[]).entries()) {
    const found = await metricsOf(tables[index])
    for (const [name, value] of Object.entries(reference)) {
      expect(found[name], name).toBeCloseTo(numberFromPython(value) as number, 10)
    }
    expect(Number(found.n) + Number(found.rows_missing) + Number(found.rows_not_finite)).toBe(150)
  }
})

test('by hand: ASHRAE Guideline 14 with p = 1, positive NMBE means predicted too low', async () => {
  const found = await metricsOf(tableOf({ y: [10, 20, 30], p: [8, 20, 30], q: [12, 20, 30] }))
  expect(found['p.nmbe']).toBeCloseTo((100 * 2) / (2 * 20), 12)
  expect(found['q.nmbe']).toBeCloseTo((100 * -2) / (2 * 20), 12)
  expect(found['p.cv_rmse']).toBeCloseTo((100 * Math.sqrt(4 / 2)) / 20, 12)
  expect(found['p.skill']).toBe(0)
})

test('all predictions are scored over the same rows; bad quality counts as missing', async () => {
  const bad = { value: 3, quality: 2 }
  const found = await metricsOf(tableOf({ y: [1, 2, bad, 4], p: [1, null, 3, 4], q: [9, 9, 9, 4] }))
  expect(found).toMatchObject({ n: 2, rows_missing: 2, 'q.mae': 4 })
})

test.each([
  ['empty', { y: [], p: [], q: [] }, 0],
  ['all missing', { y: [null, null], p: [1, null], q: [1, 2] }, 2],
])('%s: nothing is defined', async (_, values, missing) => {
  const found = await metricsOf(tableOf(values))
  expect(found).toMatchObject({ n: 0, rows_missing: missing, 'p.mae': null, 'p.rmse': null, 'p.mape': null })
  expect(found).toMatchObject({ 'p.r2': null, 'p.cv_rmse': null, 'p.nmbe': null, 'p.skill': null })
})

test('one row has errors, but neither R2 nor CV(RMSE) nor NMBE', async () => {
  const found = await metricsOf(tableOf({ y: [2], p: [3], q: [2] }))
  expect(found).toMatchObject({ 'p.mae': 1, 'p.rmse': 1, 'p.mape': 50, 'p.r2': null, 'p.cv_rmse': null })
  expect(found).toMatchObject({ 'p.nmbe': null, 'p.rmse_vs_baseline': null })
})

test('constant actual values have no R2, actual zeros no percentages', async () => {
  const constant = await metricsOf(tableOf({ y: [0.1, 0.1, 0.1], p: [0.1, 0.2, 0.1], q: [0, 0, 0] }))
  expect(constant['p.r2']).toBeNull()
  const zeros = await metricsOf(tableOf({ y: [0, 0], p: [1, 1], q: [1, 1] }))
  expect(zeros).toMatchObject({ 'p.mape': null, 'p.zero_actuals': 2, 'p.cv_rmse': null, 'p.mae': 1 })
})

test('a prediction in another unit or that is no number is refused', () => {
  const columns = [
    column('y', 'number', { unit: 'kW.h' }),
    column('p', 'number', { unit: 'MW.h' }),
    column('t', 'text'),
  ]
  const table = tableFromRows({ columns }, { y: [], p: [], t: [] })
  const other = propagate(score, table, { actual: 'y', predictions: ['p'] })
  expect(other.findings).toMatchObject([
    { code: 'unit', field: 'predictions.0', params: { expected: 'kW.h' } },
  ])
  const same = [
    column('y', 'number', { unit: 'kW.h', quantity: 'energy' }),
    column('p', 'number', { unit: 'h.kW', quantity: 'energy' }),
    column('q', 'number', { unit: 'kW.h', quantity: 'heat' }),
    column('z', 'number', { quantity: 'energy' }),
  ]
  const spelt = tableFromRows({ columns: same }, { y: [], p: [], q: [], z: [] })
  expect(propagate(score, spelt, { actual: 'y', predictions: ['p'] }).findings).toBeUndefined()
  expect(propagate(score, spelt, { actual: 'y', predictions: ['q'], baseline: 'z' }).findings).toMatchObject([
    { code: 'quantity', field: 'predictions.0', params: { column: 'q' } },
    { code: 'unit', field: 'baseline', params: { column: 'z' } },
  ])
  const unknown = propagate(score, spelt, { actual: 'z', predictions: ['y'] })
  expect(unknown.findings).toMatchObject([{ code: 'unit', field: 'predictions.0' }])
  const text = propagate(score, table, { actual: 'y', predictions: ['t', 'x'] })
  expect(text.findings?.map((finding) => finding.code)).toEqual(['column-type', 'column-missing'])
})
