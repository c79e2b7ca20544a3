import { expect, test } from 'vitest'
import { referenceTime, runPython, tableForPython } from '#test/reference/python.ts'
import { column, tableFromRows } from '#test/fixtures/cells.ts'
import { seededRandom } from '#test/fixtures/random.ts'
import { propagate, runBlock, tableOf } from '#test/fixtures/run-block.ts'
import type { BlockOutcome } from '#test/fixtures/run-block.ts'
import { allMissingTable, emptyTable, oneRowTable, seededTable, seeds } from '#test/fixtures/tables.ts'
import { valuesOf } from '#test/fixtures/cells.ts'
import type { Table } from '#pipeline/table.ts'
import { filip } from '#test/fixtures/filip.ts'
import { longley } from '#test/fixtures/longley.ts'
import { run } from './run.ts'
import { linearRegressionFit as block } from './spec.ts'

const fit = { block, run }

function floatTable(columns: Record<string, number[]>): Table {
  const schema = { columns: Object.keys(columns).map((name) => column(name, 'number')) }
  return tableFromRows(schema, columns)
}

function metricsOf({ outputs }: BlockOutcome): Record<string, number | null> {
  if (outputs.metrics.type !== 'metrics') throw new Error('no metrics')
  return outputs.metrics.values
}

/** Intercept and coefficients, as the model holds them. */
function solutionOf({ outputs }: BlockOutcome): number[] {
  if (outputs.model.type !== 'model') throw new Error('no model')
  const { intercept, coefficients } = outputs.model.parameters as {
    intercept: number
    coefficients: number[]
  }
  return [intercept, ...coefficients]
}

/** Agreeing decimal digits of the worst value. */
function digits(found: number[], certified: number[]): number {
  const errors = certified.map((value, index) => Math.abs((found[index] - value) / value))
  return -Math.log10(Math.max(...errors, 1e-17))
}

test('Longley: at least 10 digits of the values certified by NIST', async () => {
  const outcome = await runBlock(fit, floatTable(longley.columns), { target: 'y' })
  expect(digits(solutionOf(outcome), longley.coefficients)).toBeGreaterThan(10)
  const { r2, rmse, rows_used } = metricsOf(outcome)
  expect(digits([r2 as number], [longley.r2])).toBeGreaterThan(10)
  const deviation = (rmse as number) * Math.sqrt(16 / 9)
  expect(digits([deviation], [longley.residualDeviation])).toBeGreaterThan(10)
  expect(rows_used).toBe(16)
})

const exactLeastSquares = `
import mpmath as mp

def main(data):
    mp.mp.dps = 80
    rows = len(data["y"])
    a = mp.matrix(rows, len(data["x"]) + 1)
    for i in range(rows):
        a[i, 0] = 1
        for k, column in enumerate(data["x"]):
            a[i, k + 1] = mp.mpf(column[i])
    y = mp.matrix([mp.mpf(value) for value in data["y"]])
    return [float(value) for value in mp.lu_solve(a.T * a, a.T * y)]
`

function powersOf(x: number[]): number[][] {
  return Array.from({ length: 10 }, (_, k) => x.map((value) => value ** (k + 1)))
}

async function fittedPolynomial(x: number[], y: number[]): Promise<BlockOutcome> {
  const columns = Object.fromEntries(powersOf(x).map((values, k) => [`x${k + 1}`, values]))
  return runBlock(fit, floatTable({ y, ...columns }), { target: 'y' })
}

test(
  'Filip, a polynomial of degree 10: 7 digits of the values certified by NIST, 8 of mpmath',
  referenceTime,
  async (context) => {
    const outcome = await fittedPolynomial(filip.x, filip.y)
    expect(metricsOf(outcome).condition).toBeGreaterThan(1e9)
    // The certified values are of exact powers; rounding those to doubles alone costs the other digits.
    expect(digits(solutionOf(outcome), filip.coefficients)).toBeGreaterThan(7)
    const exact = await runPython(context, exactLeastSquares, { x: powersOf(filip.x), y: filip.y })
    expect(digits(solutionOf(outcome), exact as number[])).toBeGreaterThan(8)
  },
)

test('another polynomial as ill-conditioned: at least 6 digits of mpmath', referenceTime, async (context) => {
  const random = seededRandom(1)
  const x = Array.from({ length: 82 }, () => -8.8 + 5.7 * random.next())
  const y = x.map((value) => 0.8 + 0.02 * value + 0.01 * (random.next() - 0.5))
  const outcome = await fittedPolynomial(x, y)
  const exact = await runPython(context, exactLeastSquares, { x: powersOf(x), y })
  expect(metricsOf(outcome).condition).toBeGreaterThan(1e9)
  expect(digits(solutionOf(outcome), exact as number[])).toBeGreaterThan(6)
})

const sklearn = `
import numpy as np
from sklearn.linear_model import LinearRegression

def main(data):
    results = []
    for case in data["cases"]:
        frame = read_table(case["table"])
        good = ~np.isin(np.arange(frame.height), case["bad"])
        y = frame["level"].cast(float).to_numpy()
        x = np.column_stack([frame[name].cast(float).to_numpy() for name in case["features"]])
        nulls = frame.select([*case["features"], "level"]).null_count().row(0)
        missing = np.zeros(frame.height, bool)
        for name in [*case["features"], "level"]:
            missing |= frame[name].is_null().to_numpy()
        finite = np.isfinite(x).all(axis=1) & np.isfinite(y)
        used = good & ~missing & finite
        # Scaled first: scikit-learn's solver takes small columns beside one of 1e18 for none at all.
        centre = x[used].mean(axis=0) if case["intercept"] else 0 * x[used][0]
        scale = np.sqrt(((x[used] - centre) ** 2).mean(axis=0))
        z = (x[used] - centre) / scale
        model = LinearRegression(fit_intercept=case["intercept"]).fit(z, y[used])
        coefficients = model.coef_ / scale
        r = np.linalg.qr(z, mode="r")
        results.append({
            "coefficients": [float(model.intercept_ - coefficients @ centre), *map(float, coefficients)],
            "r2": float(model.score(z, y[used])),
            "used": int(used.sum()),
            "missing": int((missing | ~good).sum()),
            "condition": float(np.linalg.cond(r, 1)),
        })
    return results
`

interface Reference {
  coefficients: number[]
  r2: number
  used: number
  missing: number
  condition: number
}

test(
  'agrees with scikit-learn on seeded tables with gaps, NaN, duplicates and disorder',
  referenceTime,
  async (context) => {
    const features = ['amount', 'counter', 'count', 'running']
    const cases = seeds.map((seed) => {
      const table = seededTable(seed, { rows: 300, duplicates: seed % 2 === 0, unsorted: seed % 3 === 0 })
      return { table, intercept: seed % 4 !== 0 }
    })
    const asked = cases.map(({ table, intercept }) => ({
      table: tableForPython(table),
      bad: [...(table.columns[1].quality ?? [])].flatMap((code, row) => (code === 2 ? [row] : [])),
      features,
      intercept,
    }))
    const references = (await runPython(context, sklearn, { cases: asked })) as Reference[]
    for (const [index, { table, intercept }] of cases.entries()) {
      const outcome = await runBlock(fit, table, { target: 'level', features, intercept })
      const reference = references[index]
      const metrics = metricsOf(outcome)
      expect([metrics.rows_used, metrics.rows_missing]).toEqual([reference.used, reference.missing])
      expect(metrics.r2).toBeCloseTo(reference.r2, 10)
      expect((metrics.condition as number) / reference.condition).toBeCloseTo(1, 6)
      for (const [j, value] of solutionOf(outcome).entries()) {
        expect(Math.abs(value - reference.coefficients[j])).toBeLessThanOrEqual(
          1e-9 * Math.abs(reference.coefficients[j]),
        )
      }
    }
  },
)

test('equal rows give equal bits, however many blocks they fill', async () => {
  const random = seededRandom(7)
  const x = Array.from({ length: 5_000 }, () => random.normal())
  const table = floatTable({ x, y: x.map((value) => 3 * value + random.normal()) })
  const [first, second] = [
    await runBlock(fit, table, { target: 'y' }),
    await runBlock(fit, table, { target: 'y' }),
  ]
  expect(first.outputs).toEqual(second.outputs)
  expect(first.progress.at(-1)).toEqual({ done: 5_000, total: 5_000 })
  expect(solutionOf(first)[1]).toBeCloseTo(3, 1)
})

test('the drivers are ordered by their effect', async () => {
  const random = seededRandom(3)
  const [weak, strong] = [1, 20].map((spread) => Array.from({ length: 400 }, () => spread * random.normal()))
  const y = weak.map((value, row) => 5 * value - 2 * strong[row] + 7)
  const { outputs } = await runBlock(fit, floatTable({ weak, strong, y }), { target: 'y' })
  const drivers = tableOf(outputs.drivers)
  expect(valuesOf(drivers, 'feature')).toEqual(['strong', 'weak'])
  const [strongest] = valuesOf(drivers, 'coefficient') as number[]
  expect(strongest).toBeCloseTo(-2, 10)
  expect((valuesOf(drivers, 'share') as number[]).reduce((a, b) => a + b)).toBeCloseTo(1, 12)
})

test.each([
  ['Cel', undefined, { unit: 'K', quantity: 'temperature.difference' }],
  ['bar', 'pressure.gauge', { unit: 'bar', quantity: 'pressure.difference' }],
  ['kW.h', 'energy', { unit: 'kW.h', quantity: 'energy' }],
])('an effect on %s of %s is a difference', (unit, quantity, expected) => {
  const table = floatTable({ x: [], y: [] })
  Object.assign(table.schema.columns[1], { unit, quantity })
  const drivers = propagate(fit, table, { target: 'y' }).outputs!.drivers
  const effect = drivers.type === 'table' && drivers.table.columns.find(({ name }) => name === 'effect')
  expect(effect).toMatchObject(expected)
})

test.each([
  ['empty', emptyTable()],
  ['one row', oneRowTable()],
  ['all missing', allMissingTable()],
])('%s: refused, with the number of rows', async (_, table) => {
  const fitted = runBlock(fit, table, { target: 'level', features: ['amount', 'counter'] })
  await expect(fitted).rejects.toMatchObject({ code: 'too-few-rows', params: { needed: 3 } })
})

test('one row is enough for one unknown', async () => {
  const outcome = await runBlock(fit, floatTable({ x: [2], y: [6] }), { target: 'y', intercept: false })
  expect(solutionOf(outcome)).toEqual([0, 3])
  expect(metricsOf(outcome)).toMatchObject({ r2: null, rmse: 0 })
})

test.each([
  ['a combination', { a: [1, 2, 3, 5], b: [2, 1, 0, 7], sum: [3, 3, 3, 12] }, 'sum', ['a', 'b']],
  ['another unit of the same', { c: [20.1, 21.3, 25.7, 19.4], f: [68.18, 70.34, 78.26, 66.92] }, 'f', ['c']],
  ['a constant', { a: [1, 2, 3, 5], flat: [0.1, 0.1, 0.1, 0.1] }, 'flat', []],
])('%s is refused by name', async (_, features, dependent, on) => {
  const table = floatTable({ ...features, y: [1, 3, 2, 5] })
  const fitted = runBlock(fit, table, { target: 'y' })
  await expect(fitted).rejects.toMatchObject({ code: 'rank-deficient', params: { column: dependent, on } })
})

test('a large mean beside a small variation is no rank deficiency', async () => {
  const x = Array.from({ length: 200 }, (_, row) => 1.7e9 + row * 60)
  const outcome = await runBlock(fit, floatTable({ x, y: x.map((value) => 4 + 0.5 * (value - 1.7e9)) }), {
    target: 'y',
  })
  expect(solutionOf(outcome)[1]).toBeCloseTo(0.5, 10)
})

test('text is refused with a remedy, a missing column with near names', () => {
  const table = seededTable(1)
  const text = propagate(fit, table, { target: 'level', features: ['amount', 'state'] })
  expect(text.outputs).toBeUndefined()
  expect(text.findings).toMatchObject([{ code: 'linear-regression-fit.feature-type', field: 'features.1' }])
  const missing = propagate(fit, table, { target: 'level', features: ['amont'] })
  expect(missing.findings).toMatchObject([{ code: 'column-missing', params: { near: ['amount'] } }])
  const nothing = propagate(fit, floatTable({ y: [1] }), { target: 'y' })
  expect(nothing.findings).toMatchObject([{ code: 'linear-regression-fit.no-features' }])
})

test('without features named, every numeric column but the target is one', () => {
  const { outputs } = propagate(fit, seededTable(1), { target: 'level' })
  const model = outputs?.model.type === 'model' ? outputs.model.features.map((feature) => feature.name) : []
  expect(model).toEqual(['amount', 'counter', 'count', 'running'])
})

test('a feature that is not known when the forecast is issued is a leak', () => {
  const table = seededTable(1, { grid: 900_000_000 })
  const config = { target: 'level', features: ['amount'], horizon: '15 min' }
  const { outputs, findings } = propagate(fit, table, config)
  expect(findings).toMatchObject([
    { code: 'leak', field: 'features.0', params: { column: 'amount', horizonUs: 9e8 } },
  ])
  expect(outputs?.model).toMatchObject({ horizonUs: 9e8, target: { name: 'level', unit: 'm' } })
  expect(propagate(fit, table, { ...config, horizon: '0 s' }).findings).toEqual([])
})
