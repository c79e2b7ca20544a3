import { expect, it } from 'vitest'
import { columnFromCells } from '#test/fixtures/cells.ts'
import { allMissingTable, emptyTable, seededTable, seeds } from '#test/fixtures/tables.ts'
import { referenceTime, runPython, tableForPython } from '#test/reference/python.ts'
import { columnNamed } from '#pipeline/table.ts'
import { profileColumn } from './column-profile.ts'

const names = ['time', 'level', 'amount', 'counter', 'count', 'state', 'running']

/** Missing by Polars' nulls; figures of what is finite by NumPy. */
const reference = `import numpy as np
import polars as pl
def main(input):
    return [{name: profile(frame[name]) for name in i['names']} for i in input for frame in [read_table(i['table'])]]
def profile(series):
    present = series.drop_nulls()
    out = {'rows': len(series), 'missing': series.null_count()}
    if series.dtype in (pl.String, pl.Boolean):
        counts = present.value_counts(sort=True)
        return {**out, 'distinct': present.n_unique(), 'most': int(counts['count'][0]) if len(counts) else 0}
    values = np.array([float(v) for v in present.to_list()])
    finite = values[np.isfinite(values)]
    out = {**out, 'notFinite': int(len(values) - len(finite))}
    if len(finite) == 0: return out
    bins = 30 if finite.min() < finite.max() else 1
    return {**out, 'mean': float(finite.mean()), 'std': float(finite.std(ddof=1)) if len(finite) > 1 else None,
            'min': float(finite.min()), 'max': float(finite.max()), 'total': int(len(finite)), 'bins': bins}
`

interface Expected {
  rows: number
  missing: number
  notFinite?: number
  mean?: number
  std?: number | null
  min?: number
  max?: number
  total?: number
  bins?: number
  distinct?: number
  most?: number
}

it('says of every type of column what NumPy and Polars say', referenceTime, async (context) => {
  const tables = seeds.map((seed) => seededTable(seed, { unsorted: seed % 2 === 0 }))
  const input = tables.map((table) => ({ names, table: tableForPython(table) }))
  const expected = (await runPython(context, reference, input)) as Record<string, Expected>[]
  for (const [at, table] of tables.entries())
    for (const name of names) {
      const profile = await profileColumn(columnNamed(table, name))
      const wanted = expected[at][name]
      expect(profile, name).toMatchObject({ rows: wanted.rows, missing: wanted.missing })
      if (wanted.distinct !== undefined) {
        expect([profile.distinct, profile.frequent?.[0]?.count ?? 0]).toEqual([wanted.distinct, wanted.most])
        continue
      }
      expect(profile.notFinite).toBe(wanted.notFinite)
      expect(profile.min === null ? undefined : Number(profile.min), name).toEqual(wanted.min)
      expect(profile.max === null ? undefined : Number(profile.max), name).toEqual(wanted.max)
      expect(profile.histogram?.counts.reduce((sum, count) => sum + count, 0)).toBe(wanted.total)
      expect(profile.histogram?.counts.length).toBe(wanted.bins)
      if (name === 'time') continue
      if (wanted.mean !== undefined)
        expect(Math.abs(profile.mean! - wanted.mean)).toBeLessThanOrEqual(
          1e-9 * Math.max(1, Math.abs(wanted.max!), Math.abs(wanted.min!)),
        )
      if (wanted.std) expect(profile.standardDeviation! / wanted.std).toBeCloseTo(1, 9)
    }
})

it('counts values into the bins they lie in, the highest into the last', async () => {
  const cells = [0, 0.5, 1, 29.5, 30].map((value) => ({ value }))
  const { histogram } = await profileColumn(columnFromCells('number', cells))
  expect(histogram).toMatchObject({ from: 0, to: 30 })
  expect(histogram?.counts.flatMap((count, bin) => (count > 0 ? [[bin, count]] : []))).toEqual([
    [0, 2],
    [1, 1],
    [29, 2],
  ])
})

it('has nothing to say of no values, and keeps what a double cannot', async () => {
  for (const table of [emptyTable(), allMissingTable()]) {
    const profile = await profileColumn(columnNamed(table, 'level'))
    expect(profile).toMatchObject({ min: null, max: null, mean: null, histogram: null })
  }
  const wide = columnFromCells('integer', [{ value: 2n ** 63n - 1n }, { value: 2n ** 63n - 2n }])
  expect(await profileColumn(wide)).toMatchObject({ min: '9223372036854775806', max: '9223372036854775807' })
})

it('counts qualities', async () => {
  const cells = [0, 1, 2, 2].map((quality) => ({ value: 1, quality }))
  expect(await profileColumn(columnFromCells('number', cells))).toMatchObject({ uncertain: 1, bad: 2 })
})
