import { expect, it } from 'vitest'
import { valuesOf } from '#test/fixtures/cells.ts'
import { inspected, localData } from '#test/fixtures/local-data.ts'
import { runForTable } from '#test/fixtures/run-block.ts'
import { inspect, run } from './run.ts'
import { readCsv } from './spec.ts'

const under = { block: readCsv, run, inspect }

async function columnOf(cells: string[], config: object = {}) {
  await using local = await localData()
  const file = await local.pin('a.csv', `x\n${cells.join('\n')}\n`)
  const frozen = await inspected(under, { header: true, ...config, file }, local.data)
  const table = await runForTable(under, {}, frozen, { data: local.data })
  return { type: table.schema.columns[0].type, values: valuesOf(table, 'x') }
}

const many = Array.from({ length: 1_000 }, (_, row) => String(10_000 + row))

it.each([
  ['postcodes', ['01067', '10115', '80331']],
  ['one of many, far behind the sample', [...many, '00123']],
  ['batch numbers as long as int64 takes', ['0001234567890123456', '1234567890123456789']],
  ['numbers with a sign', ['+0049', '12']],
  ['a code among decimals', ['0012', '7', '8', '9', '10', '11', '12', '13', '14', '15', '1.5']],
  ['two zeros', ['00', '1']],
])('%s with zeros in front are text', async (_, cells) => {
  expect(await columnOf(cells)).toEqual({ type: 'text', values: cells })
})

it.each([
  ['a zero alone', ['0', '-0', '10', '100'], 'integer', [0n, 0n, 10n, 100n]],
  ['a zero in front of the decimal mark', ['0.5', '0', '-0.25', '3'], 'number', [0.5, 0, -0.25, 3]],
  ['sizes with zeros behind', ['100', '2000'], 'integer', [100n, 2000n]],
])('%s is a number', async (_, cells, type, values) => {
  expect(await columnOf(cells)).toEqual({ type, values })
})

it('a stated type wins', async () => {
  const stated = (type: string): object => ({ columns: [{ source: 'x', type }] })
  expect(await columnOf(['007', '12'], stated('integer'))).toEqual({ type: 'integer', values: [7n, 12n] })
  expect(await columnOf(['007', '12'], stated('number'))).toEqual({ type: 'number', values: [7, 12] })
  expect(await columnOf(['7', '12'], stated('text'))).toEqual({ type: 'text', values: ['7', '12'] })
})

it('a sign of missing values stays one', async () => {
  const config = { missingTokens: ['000'] }
  expect(await columnOf(['000', '12'], config)).toEqual({ type: 'integer', values: [null, 12n] })
})
