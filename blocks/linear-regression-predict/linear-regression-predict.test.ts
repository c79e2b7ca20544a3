import { expect, test } from 'vitest'
import type { PortValue } from '#blocks/block.ts'
import { run as fitRun } from '#blocks/linear-regression-fit/run.ts'
import { linearRegressionFit } from '#blocks/linear-regression-fit/spec.ts'
import type { Column } from '#pipeline/ports.ts'
import type { Table } from '#pipeline/table.ts'
import { timesOf } from '#pipeline/table.ts'
import { cellsOf, concatTables, valuesOf } from '#test/fixtures/cells.ts'
import {
  cutsAtEveryRow,
  expectSameBits,
  propagate,
  rowsBetween,
  runBlock,
  runForTable,
} from '#test/fixtures/run-block.ts'
import {
  allMissingTable,
  emptyTable,
  oneRowTable,
  randomCuts,
  seededTable,
  seeds,
} from '#test/fixtures/tables.ts'
import { numberFromPython, referenceTime, runPython, tableForPython } from '#test/reference/python.ts'
import { run } from './run.ts'
import { linearRegressionPredict as block } from './spec.ts'

const predict = { block, run }
const features = ['amount', 'counter', 'running']

type Model = Extract<PortValue, { type: 'model' }>

async function fitted(table: Table, more: Record<string, unknown> = {}): Promise<Model> {
  const under = { block: linearRegressionFit, run: fitRun }
  const { outputs } = await runBlock(under, table, { target: 'level', features, ...more })
  return outputs.model as Model
}

function inputs(model: Model, table: Table) {
  return { model, table: { type: 'table', table } as const }
}

const sklearn = `
import numpy as np
from sklearn.linear_model import LinearRegression

def main(data):
    names = data["features"]
    results = []
    for case in data["cases"]:
        train, test = read_table(case["train"]), read_table(case["test"])
        x = train.select([*names, "level"]).cast(float).to_numpy()
        good = np.isfinite(x).all(axis=1) & ~np.isin(np.arange(len(x)), case["bad"])
        model = LinearRegression().fit(x[good, :-1], x[good, -1])
        z = test.select(names).cast(float).to_numpy()
        finite = np.isfinite(z).all(axis=1)
        predicted = np.full(len(z), np.nan)
        predicted[finite] = model.predict(z[finite])
        results.append(predicted.tolist())
    return results
`

test('agrees with scikit-learn on seeded tables', referenceTime, async (context) => {
  const cases = seeds.map((seed) => ({
    train: seededTable(seed, { rows: 200, grid: 6e7 }),
    test: seededTable(seed + 100, { rows: 80, grid: 6e7, unsorted: seed % 2 === 0, duplicates: true }),
  }))
  const asked = cases.map(({ train, test }) => ({
    train: tableForPython(train),
    test: tableForPython(test),
    bad: [...(train.columns[1].quality ?? [])].flatMap((code, row) => (code === 2 ? [row] : [])),
  }))
  const references = (await runPython(context, sklearn, { features, cases: asked })) as unknown[][]
  for (const [index, { train, test }] of cases.entries()) {
    const table = await runForTable(predict, inputs(await fitted(train), test), {})
    const found = cellsOf(table.columns[test.columns.length]).map((cell) => cell.value ?? Number.NaN)
    const differences = found.map((value, row) => difference(Number(value), references[index][row]))
    expect(Math.max(...differences)).toBeLessThan(1e-9)
  }
})

/** Relative; 0 where both are NaN. */
function difference(found: number, reference: unknown): number {
  const expected = numberFromPython(reference) as number
  return Object.is(found, expected) ? 0 : Math.abs(found - expected) / Math.max(1, Math.abs(expected))
}

test('missing stays missing, NaN stays a value, the worst quality goes along', async () => {
  const model = await fitted(seededTable(4, { grid: 6e7 }))
  const table = seededTable(9, { grid: 6e7 })
  const result = await runForTable(predict, inputs(model, table), {})
  const used = features.map((name) => valuesOf(table, name))
  for (const [row, value] of valuesOf(result, 'level_predicted').entries()) {
    expect(value === null).toBe(used.some((values) => values[row] === null))
    if (value !== null) expect(Number.isNaN(value)).toBe(used.some((values) => Number.isNaN(values[row])))
  }
})

test('the quality of a prediction is the worst of its features', async () => {
  const train = seededTable(4, { grid: 6e7 })
  const model = await fitted(train, { target: 'amount', features: ['level', 'running'] })
  const result = await runForTable(predict, inputs(model, train), {})
  expect(result.columns.at(-1)!.quality).toEqual(train.columns[1].quality)
})

test('whole, in random cuts and row by row: the same bits', async () => {
  for (const seed of seeds.slice(0, 6)) {
    const model = await fitted(seededTable(seed + 50, { grid: 6e7 }))
    const table = seededTable(seed, { rows: 60, grid: 6e7 })
    const whole = await runForTable(predict, inputs(model, table), { contributions: true })
    for (const cuts of [randomCuts(timesOf(table), seed), cutsAtEveryRow(table)]) {
      expectSameBits(await inCuts(model, table, cuts), whole)
    }
  }
})

async function inCuts(model: Model, table: Table, cuts: number[]): Promise<Table> {
  const edges = [-Infinity, ...cuts, Infinity]
  const parts: Table[] = []
  for (const [index, fromUs] of edges.slice(0, -1).entries()) {
    const window = { fromUs, toUs: edges[index + 1] }
    const seen = rowsBetween(table, window.fromUs, window.toUs)
    parts.push(await runForTable(predict, inputs(model, seen), { contributions: true }, { window }))
  }
  return concatTables(parts)
}

const differences: [string, string | undefined, { unit: string; quantity?: string }][] = [
  ['Cel', undefined, { unit: 'K', quantity: 'temperature.difference' }],
  ['bar', 'pressure.gauge', { unit: 'bar', quantity: 'pressure.difference' }],
  ['kW.h', 'energy', { unit: 'kW.h', quantity: 'energy' }],
]

test('contributions and the mean of the target add up to the prediction', async () => {
  const table = seededTable(2, { grid: 6e7, missing: 0, nan: 0 })
  const model = await fitted(table)
  const result = await runForTable(predict, inputs(model, table), { name: 'p', contributions: true })
  const shares = features.map((name) => valuesOf(result, `p_from_${name}`) as number[])
  const { targetCentre } = model.parameters as { targetCentre: number }
  for (const [row, value] of (valuesOf(result, 'p') as number[]).entries()) {
    expect(shares.reduce((sum, values) => sum + values[row], targetCentre)).toBeCloseTo(value, 10)
  }
})

test.each(differences)('a contribution to %s of %s is a difference', async (unit, quantity, expected) => {
  const table = seededTable(2, { grid: 6e7, missing: 0, nan: 0 })
  Object.assign(
    table.schema.columns.find(({ name }) => name === 'level')!,
    { unit, quantity },
  )
  const { outputs } = propagate(predict, inputs(await fitted(table), table), { contributions: true })
  expect(outputs?.table.type === 'table' && outputs.table.table.columns.at(-1)).toMatchObject(expected)
})

test.each([
  ['empty', emptyTable(6e7), []],
  ['all missing', allMissingTable(6e7), Array.from({ length: 50 }, () => null)],
])('%s', async (_, table, expected) => {
  const model = await fitted(seededTable(4, { grid: 6e7 }))
  expect(valuesOf(await runForTable(predict, inputs(model, table), {}), 'level_predicted')).toEqual(expected)
})

test('one row gives one prediction', async () => {
  const model = await fitted(seededTable(4, { grid: 6e7 }))
  const [value] = valuesOf(await runForTable(predict, inputs(model, oneRowTable(6e7)), {}), 'level_predicted')
  expect(value).toBeTypeOf('number')
})

test('the prediction is known when it is issued, also where its features are known earlier', async () => {
  const table = seededTable(4, { grid: 9e8 })
  const early = {
    ...table.schema,
    columns: table.schema.columns.map((item) => ({ ...item, availabilityUs: -45e8 })),
  }
  const model = await fitted({ ...table, schema: early }, { horizon: '15 min' })
  const { outputs, findings } = propagate(predict, inputs(model, { ...table, schema: early }), {})
  expect(findings).toEqual([])
  const columns = outputs?.table.type === 'table' ? outputs.table.table.columns : []
  expect(columns.at(-1)).toMatchObject({ name: 'level_predicted', unit: 'm', availabilityUs: -9e8 })
})

test('another unit, quantity or type, a later or no column, another method are refused', async () => {
  const table = seededTable(4, { grid: 6e7 })
  const model = await fitted(table)
  const changed = (change: Partial<Column>): Table => ({
    ...table,
    schema: {
      ...table.schema,
      columns: table.schema.columns.map((item) => (item.name === 'amount' ? { ...item, ...change } : item)),
    },
  })
  const codes = (change: Partial<Column>) =>
    propagate(predict, inputs(model, changed(change)), {}).findings?.map((finding) => finding.code)
  expect(codes({ unit: 'MW.h' })).toEqual(['unit'])
  expect(codes({ quantity: 'heat' })).toEqual(['quantity'])
  expect(codes({ type: 'integer' })).toEqual(['column-type'])
  expect(codes({ availabilityUs: 1 })).toEqual(['availability'])
  expect(codes({ availabilityUs: null })).toEqual([])
  expect(codes({ name: 'other' })).toEqual(['column-missing'])
  const foreign = { ...model, schema: { ...model.schema, method: 'xgboost' } }
  expect(propagate(predict, inputs(foreign, table), {}).findings).toMatchObject([{ code: 'model-method' }])
  expect(propagate(predict, inputs(model, table), { name: 'level' }).findings).toMatchObject([
    { code: 'column-exists' },
  ])
})
