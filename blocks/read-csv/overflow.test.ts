import { expect, it } from 'vitest'
import { valuesOf } from '#test/fixtures/cells.ts'
import { inspected, localData } from '#test/fixtures/local-data.ts'
import { runForTable } from '#test/fixtures/run-block.ts'
import { inspect, run } from './run.ts'
import { readCsv } from './spec.ts'

const under = { block: readCsv, run, inspect }
const huge = '123456789012345678901234567890'
const small = Array.from({ length: 30 }, (_, row) => String(row))
const halves = small.map((cell) => `${cell}.5`)

async function columnOf(cells: string[], config: object = {}) {
  await using local = await localData()
  const file = await local.pin('a.csv', `x\n${cells.join('\n')}\n`)
  const frozen = await inspected(under, { ...config, file }, local.data)
  const table = await runForTable(under, {}, frozen, { data: local.data })
  return { type: table.schema.columns[0].type, values: valuesOf(table, 'x') }
}

it.each([
  ['a whole number beyond int64', [...small, huge]],
  ['the whole number behind the last int64', [...small, '9223372036854775808']],
  ['a number that no double holds', [...halves, '1e400']],
  ['a negative number that no double holds', [...halves, '-1e400']],
])('names the line of %s', async (_, cells) => {
  const refused = { code: 'bad-rows', params: { count: 1, lines: [32], first: [{ cell: cells.at(-1) }] } }
  await expect(columnOf(cells)).rejects.toMatchObject(refused)
  expect((await columnOf(cells, { onBadRow: 'skip' })).values).toHaveLength(30)
})

it.each([
  ['whole numbers beyond int64', [huge, `${huge}1`, `-${huge}`]],
  ['many of them among others', [...small, huge, huge, huge, huge]],
  ['numbers that no double holds', ['1e400', '-1e400', '1']],
])('keeps %s as text', async (_, cells) => {
  expect(await columnOf(cells, { header: true })).toEqual({ type: 'text', values: cells })
})

it('still takes what fits', async () => {
  const last = '9223372036854775807'
  expect(await columnOf([last, `-${last}`])).toEqual({
    type: 'integer',
    values: [BigInt(last), -BigInt(last)],
  })
  expect(await columnOf(['inf', '-Infinity', '1e308'])).toMatchObject({ type: 'number' })
  expect(await columnOf(['0.5', huge])).toEqual({ type: 'number', values: [0.5, 1.2345678901234568e29] })
  const stated = { columns: [{ source: 'x', type: 'number' }] }
  expect(await columnOf(['1', huge], stated)).toEqual({ type: 'number', values: [1, 1.2345678901234568e29] })
})
