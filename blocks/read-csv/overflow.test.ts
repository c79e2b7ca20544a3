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
  ['9007199254740993', {}],
  ['-9007199254740993', {}],
  ['9.007.199.254.740.993', { decimalMark: ',', thousands: '.', separator: ';' }],
  [huge, {}],
])('names the line of the whole number %s that a double would round', async (cell, config) => {
  const isComma = 'decimalMark' in config
  const cells = [...(isComma ? halves.map((half) => half.replace('.', ',')) : halves), cell]
  const refused = { code: 'bad-rows', params: { count: 1, lines: [32], first: [{ column: 'x', cell }] } }
  await expect(columnOf(cells, config)).rejects.toMatchObject(refused)
  const stated = { ...config, columns: [{ source: 'x', type: 'number' }] }
  await expect(columnOf([...small, cell], stated)).rejects.toMatchObject(refused)
  expect((await columnOf(cells, { ...config, onBadRow: 'skip' })).values).toHaveLength(30)
})

it('tells of it in a later file of a frozen schema', async () => {
  await using local = await localData()
  const first = await local.pin('a.csv', `x\n${halves.join('\n')}\n`)
  const file = await local.pin('b.csv', `x\n${[...halves, '9007199254740993'].join('\n')}\n`)
  const frozen = await inspected(under, { file: first }, local.data)
  const refused = { code: 'bad-rows', params: { lines: [32] } }
  await expect(runForTable(under, {}, { ...frozen, file }, { data: local.data })).rejects.toMatchObject(
    refused,
  )
})

it.each([
  ['whole numbers beyond int64', [huge, `${huge}1`, `-${huge}`]],
  ['many of them among others', [...small, huge, huge, huge, huge]],
  ['numbers that no double holds', ['1e400', '-1e400', '1']],
  ['one of two that a double would round', ['0.5', huge]],
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
  const exact = ['0.5', '9007199254740992', '-9007199254740994', '1e300', '36893488147419103232']
  expect(await columnOf(exact)).toEqual({ type: 'number', values: exact.map(Number) })
})
