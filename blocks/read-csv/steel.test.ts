import { expect, it } from 'vitest'
import { utcToLocal } from '#blocks/time-zone/zone-table.ts'
import { timesOf } from '#pipeline/table.ts'
import { inspected, localData } from '#test/fixtures/local-data.ts'
import { publicData } from '#test/fixtures/public-data.ts'
import { runForTable } from '#test/fixtures/run-block.ts'
import { expectTable } from '#test/reference/compare.ts'
import { runPython } from '#test/reference/python.ts'
import { inspect, run } from './run.ts'
import { readCsv } from './spec.ts'

const under = { block: readCsv, run, inspect }
const fileName = 'steel-industry-energy.csv'
const rules = { zone: 'Asia/Seoul', timeStepsBack: 'midnight-belongs-to-day-before', stamp: 'interval-end' }
const quarterUs = 900e6

it('puts the midnights of the steel data where they belong', async (context) => {
  await using local = await localData()
  const file = await local.pinPath(await publicData(context, fileName))
  const config = await inspected(under, { ...rules, file }, local.data)
  expect(config.detected?.dialect).toMatchObject({
    separator: ',',
    decimalMark: '.',
    dateFormats: { date: '%d/%m/%Y %H:%M' },
  })
  expect(config.detected?.time).toEqual({ column: 'date', zone: 'Asia/Seoul', grid: { stepUs: quarterUs } })
  const table = await runForTable(under, {}, config, { data: local.data })
  const local1 = utcToLocal(timesOf(table), 'Asia/Seoul')
  const start = Date.UTC(2018, 0, 1, 0, 15) * 1_000
  expect(local1).toEqual(Float64Array.from({ length: 35_040 }, (_, row) => start + row * quarterUs))
  expect(local1[35_039]).toBe(Date.UTC(2019, 0, 1) * 1_000)
})

it('gives the cells of pandas', async (context) => {
  await using local = await localData()
  const path = await publicData(context, fileName)
  const config = await inspected(under, { ...rules, file: await local.pinPath(path) }, local.data)
  const table = await runForTable(under, {}, config, { data: local.data })
  const script = `import pandas as pd
def main(path):
    frame = pd.read_csv(path, encoding='utf-8-sig', float_precision='round_trip')
    return {name: frame[name].tolist() for name in frame.columns if name != 'date'}
`
  expectTable(table, (await runPython(context, script, path)) as Record<string, unknown[]>)
})

it('refuses the steel data without a rule, naming count and lines', async (context) => {
  await using local = await localData()
  const file = await local.pinPath(await publicData(context, fileName))
  const refused = inspected(under, { zone: 'Asia/Seoul', file }, local.data)
  await expect(refused).rejects.toMatchObject({
    code: 'time-steps-back',
    params: { column: 'date', count: 365, places: [97, 193, 289, 385, 481, 577, 673, 769, 865, 961] },
  })
})
