import fc from 'fast-check'
import { expect, test } from 'vitest'
import { modbusAddress, placeOf, widthOf } from './address.ts'
import { planBlocks, splitBlock } from './plan.ts'
import type { Block, BlockLimits, ModbusTag } from './plan.ts'

const limits: BlockLimits = { registers: 125, bits: 2_000, gapRegisters: 8, gapBits: 128 }

const anyTags = fc.uniqueArray(
  fc.record({
    key: fc.nat(100_000),
    at: fc
      .tuple(fc.constantFrom('hr', 'ir', 'co', 'di'), fc.nat(3_000))
      .map(([table, at]) => `${table}:${at}`),
    as: fc.constantFrom('int16', 'float32', 'float64'),
  }),
  { selector: ({ key }) => key, minLength: 1, maxLength: 60 },
)

const tagOf = ({ key, at, as }: { key: number; at: string; as: string }): ModbusTag => ({
  key,
  address: modbusAddress.parse({ at, as }),
  type: 'number',
  intervalMs: 1_000,
})

function expectWhole(block: Block, { registers, bits }: BlockLimits): void {
  const most = block.table === 'coil' || block.table === 'discrete' ? bits : registers
  expect(block.count).toBeLessThanOrEqual(most)
  for (const { address } of block.tags) {
    const { table, offset } = placeOf(address)
    expect(table).toBe(block.table)
    expect(offset).toBeGreaterThanOrEqual(block.start)
    expect(offset + widthOf(address)).toBeLessThanOrEqual(block.start + block.count)
  }
}

test('every tag lies whole in exactly one request that is not too long, also after splitting', () => {
  fc.assert(
    fc.property(anyTags, fc.integer({ min: 4, max: 125 }), (wanted, registers) => {
      const own = { ...limits, registers, bits: registers }
      const blocks = planBlocks(wanted.map(tagOf), own)
      const keys = (list: Block[]) =>
        list.flatMap(({ tags }) => tags.map(({ key }) => key)).sort((a, b) => a - b)
      expect(keys(blocks)).toEqual(wanted.map(({ key }) => key).sort((a, b) => a - b))
      const split = blocks.flatMap((block) => splitBlock(block) ?? [block])
      expect(keys(split)).toEqual(keys(blocks))
      for (const block of [...blocks, ...split]) expectWhole(block, own)
    }),
  )
})

test('neighbours share a request as far as the gap and the length allow', () => {
  const plan = (...offsets: number[]) =>
    planBlocks(
      offsets.map((offset) => tagOf({ key: offset, at: `hr:${offset}`, as: 'int16' })),
      limits,
    ).map(({ start, count }) => [start, count])
  expect(plan(0, 9)).toEqual([[0, 10]])
  expect(plan(0, 10)).toEqual([
    [0, 1],
    [10, 1],
  ])
  expect(plan(...Array.from({ length: 126 }, (_, index) => index))).toEqual([
    [0, 125],
    [125, 1],
  ])
})
