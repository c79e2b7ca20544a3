import { describe, expect, it } from 'vitest'
import { pickRows } from '#test/fixtures/cells.ts'
import { expectSameBits, propagate, runBlock, tableOf } from '#test/fixtures/run-block.ts'
import { allMissingTable, emptyTable, oneRowTable, seededTable, seeds } from '#test/fixtures/tables.ts'
import { expectTable } from '#test/reference/compare.ts'
import { runPython, tableForPython } from '#test/reference/python.ts'
import type { Table } from '#pipeline/table.ts'
import { chooseRows } from './choose.ts'
import { run } from './run.ts'
import { randomSplit } from './spec.ts'

const under = { block: randomSplit, run }

/** Sizes by scikit-learn; rows by SplitMix64 and Fisher-Yates in Python's whole numbers, cells by Polars. */
const reference = `import math
from sklearn.model_selection import train_test_split
MASK = 2**64 - 1
def main(input):
    return [split(read_table(i['table']), i['fraction'], i['seed']) for i in input]
def uniform(seed):
    state = seed
    while True:
        state = (state + 0x9e3779b97f4a7c15) & MASK
        z = ((state ^ (state >> 30)) * 0xbf58476d1ce4e5b9) & MASK
        z = ((z ^ (z >> 27)) * 0x94d049bb133111eb) & MASK
        yield ((z ^ (z >> 31)) >> 11) / 2**53
def split(f, fraction, seed):
    random, rows = uniform(seed), list(range(f.height))
    count = len(train_test_split(rows, train_size=fraction)[0])
    for i in range(count):
        j = i + math.floor(next(random) * (len(rows) - i))
        rows[i], rows[j] = rows[j], rows[i]
    train, test = sorted(rows[:count]), sorted(rows[count:])
    return {'train': write_table(f[train]), 'test': write_table(f[test])}
`

type Parts = Record<'train' | 'test', Record<string, unknown[]>>

describe('random-split against scikit-learn and Python', { timeout: 60_000 }, () => {
  it('gives the same rows', async (context) => {
    const tables = seeds.map((seed) => seededTable(seed, { duplicates: true, unsorted: seed % 2 === 0 }))
    const input = tables.map((table, i) => ({
      table: tableForPython(table),
      fraction: (i + 1) / 26,
      seed: i * 977,
    }))
    const expected = (await runPython(context, reference, input)) as Parts[]
    for (const [index, table] of tables.entries()) {
      const { fraction, seed } = input[index]
      const { outputs } = await runBlock(under, table, { fraction, seed })
      expectTable(tableOf(outputs.train), expected[index].train)
      expectTable(tableOf(outputs.test), expected[index].test)
    }
  })
})

describe('random-split', () => {
  it.each(seeds)('puts every row into exactly one part, in order (seed %i)', async (seed) => {
    const table = numbered(seededTable(seed))
    const { outputs } = await runBlock(under, table, { fraction: 0.7 }, { seed })
    const parts = [tableOf(outputs.train), tableOf(outputs.test)]
    const rows = parts.map((part) => Array.from(part.columns[4].values, Number))
    expect(rows.flat().sort((a, b) => a - b)).toEqual([...table.columns[0].values.keys()])
    for (const [index, part] of parts.entries()) {
      expect(rows[index]).toEqual([...rows[index]].sort((a, b) => a - b))
      expectSameBits(part, pickRows(table, rows[index]))
    }
  })

  it('uses its own seed, or that of the run', async () => {
    const table = seededTable(1)
    const train = async (config: object, seed: number) =>
      tableOf((await runBlock(under, table, config, { seed })).outputs.train)
    expectSameBits(await train({ seed: 5 }, 1), await train({ seed: 5 }, 2))
    expectSameBits(await train({ seed: 2 }, 1), await train({}, 2))
    const [one, other] = [await train({}, 1), await train({}, 2)]
    expect(() => expectSameBits(one, other)).toThrow()
  })

  it('chooses every row equally often', () => {
    const counts = new Float64Array(20)
    for (let seed = 0; seed < 4_000; seed++) for (const row of chooseRows(20, 5, seed)) counts[row]++
    const chiSquare = counts.reduce((sum, count) => sum + (count - 1_000) ** 2 / 1_000, 0)
    // 99.9 % of chi-square with 19 degrees of freedom; draws without replacement vary less.
    expect(chiSquare).toBeLessThan(43.8)
  })

  it('warns about time and says nothing without', () => {
    const table = seededTable(1)
    expect(propagate(under, table, {}).findings).toMatchObject([{ code: 'random-split-on-time' }])
    expect(propagate(under, table, {}).outputs).toBeDefined()
    expect(propagate(under, { ...table, schema: { columns: table.schema.columns } }, {}).findings).toEqual([])
  })

  it('has a stated behaviour for no rows, one row and nothing but missing', async () => {
    const rows = async (table: Table) => {
      const { outputs } = await runBlock(under, table, {})
      return [tableOf(outputs.train).rows, tableOf(outputs.test).rows]
    }
    expect(await rows(emptyTable())).toEqual([0, 0])
    expect(await rows(oneRowTable())).toEqual([0, 1])
    expect(await rows(allMissingTable())).toEqual([40, 10])
  })
})

/** The same table whose integer column holds the number of the row. */
function numbered(table: Table): Table {
  const values = new BigInt64Array(new SharedArrayBuffer(table.rows * 8))
  for (let row = 0; row < table.rows; row++) values[row] = BigInt(row)
  return { ...table, columns: table.columns.with(4, { type: 'integer', values }) }
}
