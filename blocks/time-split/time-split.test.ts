import { describe, expect, it } from 'vitest'
import { expectSameBits, propagate, runBlock, runForTable, tableOf } from '#test/fixtures/run-block.ts'
import { concatTables } from '#test/fixtures/cells.ts'
import { allMissingTable, emptyTable, oneRowTable, seededTable, seeds } from '#test/fixtures/tables.ts'
import { expectTable } from '#test/reference/compare.ts'
import { runPython, tableForPython } from '#test/reference/python.ts'
import { run } from './run.ts'
import { timeSplit } from './spec.ts'

const under = { block: timeSplit, run }
type Parts = Record<'train' | 'test', Record<string, unknown[]>>

describe('time-split against Polars', { timeout: 60_000 }, () => {
  it('gives the rows before the boundary and from it on', async (context) => {
    const tables = seeds.map((seed) => seededTable(seed, { duplicates: true }))
    const input = tables.map((table, index) => ({ table: tableForPython(table), fraction: (index + 1) / 26 }))
    const expected = (await runPython(context, reference, input)) as Parts[]
    for (const [index, table] of tables.entries()) {
      const { outputs } = await runBlock(under, table, { fraction: input[index].fraction })
      expectTable(tableOf(outputs.train), expected[index].train)
      expectTable(tableOf(outputs.test), expected[index].test)
    }
  })
})

const reference = `import polars as pl
import math
def main(input):
    return [split(read_table(i['table']), i['fraction']) for i in input]
def split(f, fraction):
    boundary = f['time'][math.floor(fraction * f.height)]
    earlier = pl.col('time') < boundary
    return {'train': write_table(f.filter(earlier)), 'test': write_table(f.filter(~earlier))}
`

describe('time-split', () => {
  it.each(seeds)('loses no row and parts no instant (seed %i)', async (seed) => {
    const table = seededTable(seed, { duplicates: true })
    const { outputs } = await runBlock(under, table, { fraction: 0.37 })
    const [train, test] = [tableOf(outputs.train), tableOf(outputs.test)]
    expectSameBits(concatTables([train, test]), table)
    expect(Number(train.columns[0].values.at(-1))).toBeLessThan(Number(test.columns[0].values[0]))
  })

  it('splits at an instant on the clock of the table', async () => {
    const table = seededTable(2, {
      startUs: Date.UTC(2024, 5, 30, 21) * 1000,
      grid: 900e6,
      gaps: 0,
      rows: 10,
    })
    const train = (instant: string) =>
      runForTable(under, table, { by: 'instant', instant }, { port: 'train' })
    expect((await train('2024-07-01')).rows).toBe(3)
    expect((await train('2024-06-30T22:15:00Z')).rows).toBe(4)
    expect((await train('2030-01-01')).rows).toBe(10)
    expect((await train('2000-01-01')).rows).toBe(0)
  })

  it('has a stated behaviour for no rows, one row and nothing but missing', async () => {
    const rows = async (table: Parameters<typeof runBlock>[1]) => {
      const { outputs } = await runBlock(under, table, {})
      return [tableOf(outputs.train).rows, tableOf(outputs.test).rows]
    }
    expect(await rows(emptyTable())).toEqual([0, 0])
    expect(await rows(oneRowTable())).toEqual([0, 1])
    expect(await rows(allMissingTable())).toEqual([40, 10])
  })

  it('refuses tables without time, rows that step back and a missing instant', async () => {
    const table = seededTable(1)
    const untimed = { ...table, schema: { columns: table.schema.columns } }
    expect(propagate(under, untimed, {}).findings).toMatchObject([{ code: 'time-missing' }])
    expect(propagate(under, table, { by: 'instant' }).findings).toMatchObject([
      { code: 'time-split.instant', field: 'instant' },
    ])
    const shuffled = runBlock(under, seededTable(1, { unsorted: true }), {})
    await expect(shuffled).rejects.toMatchObject({ code: 'rows-not-in-time-order' })
    expect(timeSplit.config.safeParse({ instant: '2024-13-01' }).success).toBe(false)
  })
})
