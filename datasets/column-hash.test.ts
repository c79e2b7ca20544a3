import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ColumnData } from '#pipeline/table.ts'
import { canonicalColumn } from './column-canonical.ts'
import { anyColumn, bitmapOf, floatsOfBits, meaningOf } from './column-cases.ts'
import { hashColumn } from './column-hash.ts'

async function hashOf(column: ColumnData): Promise<string> {
  return (await hashColumn(column)).hash
}

function sha256(...parts: (string | Uint8Array)[]): string {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest('hex')
}

const x86NaN = 0xfff8000000000000n
const quietNaN = 0x7ff8000000000000n

describe('the hash of a column', () => {
  it('is SHA-256 over type, length, little-endian values, bitmap, quality', async () => {
    const column: ColumnData = {
      type: 'number',
      values: Float64Array.of(1, 7),
      missing: Uint8Array.of(0b10),
      quality: Uint8Array.of(0, 2),
    }
    const values = Buffer.from('000000000000f03f' + '000000000000f87f', 'hex')
    const expected = sha256(
      'ecoki column 1\nnumber 2 missing quality\n',
      values,
      Buffer.from('020002', 'hex'),
    )
    expect(await hashOf(column)).toBe(expected)
  })

  it('covers texts by their UTF-8, each with its length', async () => {
    const column: ColumnData = { type: 'text', values: Int32Array.of(0, 1, 0), dictionary: ['ä', 'b'] }
    const codes = Buffer.from('00000000' + '01000000' + '00000000', 'hex')
    expect(await hashOf(column)).toBe(sha256('ecoki column 1\ntext 3  \n', codes, '2 ä1 b'))
  })

  it('does not see how NaN, missing slots, empty companions and bits after the end are written', async () => {
    const missing = Uint8Array.of(0b00000100)
    const plain: ColumnData = { type: 'number', values: Float64Array.of(1, NaN, NaN), missing }
    const odd: ColumnData = {
      type: 'number',
      values: floatsOfBits([0x3ff0000000000000n, x86NaN, 0x4000000000000000n]),
      missing: Uint8Array.of(0b11111100, 0xff),
      quality: new Uint8Array(3),
    }
    expect(await hashOf(odd)).toBe(await hashOf(plain))
    expect(await hashOf({ ...plain, missing: new Uint8Array(1) })).toBe(
      await hashOf({ type: 'number', values: plain.values }),
    )
  })

  it('does not see the order of a dictionary, unused or doubled texts', async () => {
    const plain: ColumnData = { type: 'text', values: Int32Array.of(0, 1, 0), dictionary: ['on', 'off'] }
    const odd: ColumnData = {
      type: 'text',
      values: Int32Array.of(3, 0, 1, 2),
      dictionary: ['off', 'on', 'never', 'on'],
      missing: Uint8Array.of(0b1000),
    }
    const expected = { ...plain, values: Int32Array.of(0, 1, 0, 0), missing: Uint8Array.of(0b1000) }
    expect(await hashOf(odd)).toBe(await hashOf(expected))
  })

  it('tells 0 from -0, a missing value from NaN, a number from a time, good from bad', async () => {
    const values = Float64Array.of(0, NaN)
    const hashes = await Promise.all(
      [
        { type: 'number', values } as const,
        { type: 'time', values } as const,
        { type: 'number', values: Float64Array.of(-0, NaN) } as const,
        { type: 'number', values, missing: Uint8Array.of(0b10) } as const,
        { type: 'number', values, quality: Uint8Array.of(0, 2) } as const,
        { type: 'number', values, quality: Uint8Array.of(0, 1) } as const,
      ].map(hashOf),
    )
    expect(new Set(hashes).size).toBe(hashes.length)
  })

  it('is equal for columns that say the same and only for those', async () => {
    await fc.assert(
      fc.asyncProperty(anyColumn, anyColumn, async (one, other) => {
        const saysTheSame = one.type === other.type && same(meaningOf(one), meaningOf(other))
        expect((await hashOf(one)) === (await hashOf(other))).toBe(saysTheSame)
        expect(await hashOf(rewritten(one))).toBe(await hashOf(one))
      }),
      { numRuns: 500 },
    )
  })

  it('is the same in pieces: more than one piece of values and of texts', async () => {
    const rows = 700_000
    const values = Float64Array.from({ length: rows }, (_, row) => row / 3)
    const bytes = Buffer.from(values.buffer)
    expect(await hashOf({ type: 'number', values })).toBe(sha256(`ecoki column 1\nnumber ${rows}  \n`, bytes))
    const dictionary = Array.from({ length: 45_000 }, (_, i) => `t${i}`)
    const codes = Int32Array.from(dictionary.keys())
    const texts = dictionary.map((text) => `${text.length} ${text}`).join('')
    expect(await hashOf({ type: 'text', values: codes, dictionary })).toBe(
      sha256('ecoki column 1\ntext 45000  \n', Buffer.from(codes.buffer), texts),
    )
  })
})

describe('the canonical column', () => {
  it('shares arrays that are canonical already', () => {
    const column: ColumnData = {
      type: 'number',
      values: floatsOfBits([quietNaN, quietNaN]),
      missing: Uint8Array.of(1),
      quality: Uint8Array.of(1, 0),
    }
    const canonical = canonicalColumn(column)
    expect(canonical.values).toBe(column.values)
    expect(canonical.missing).toBe(column.missing)
    expect(canonical.quality).toBe(column.quality)
  })

  it('says the same as the column it was made from, and leaves that one alone', () => {
    fc.assert(
      fc.property(anyColumn, (column) => {
        const before = structuredClone(column)
        expect(meaningOf(canonicalColumn(column))).toEqual(meaningOf(column))
        expect(column).toEqual(before)
      }),
      { numRuns: 500 },
    )
  })

  it.each<[string, ColumnData]>([
    ['values of another type', { type: 'integer', values: Float64Array.of(1) }],
    [
      'a bitmap that is too short',
      { type: 'number', values: new Float64Array(9), missing: new Uint8Array(1) },
    ],
    ['quality of other length', { type: 'number', values: new Float64Array(2), quality: new Uint8Array(3) }],
    [
      'quality that does not exist',
      { type: 'number', values: new Float64Array(1), quality: Uint8Array.of(3) },
    ],
    ['a boolean of 2', { type: 'boolean', values: Uint8Array.of(2) }],
    ['a code without a text', { type: 'text', values: Int32Array.of(1), dictionary: ['a'] }],
    ['a negative code', { type: 'text', values: Int32Array.of(-1), dictionary: ['a'] }],
    ['no dictionary', { type: 'text', values: Int32Array.of(0) }],
  ])('refuses %s', (_, column) => {
    expect(() => canonicalColumn(column)).toThrow(RangeError)
  })
})

function same(one: unknown, other: unknown): boolean {
  const text = (value: unknown) =>
    JSON.stringify(value, (_, item) => (typeof item === 'bigint' ? `${item}n` : item))
  return text(one) === text(other)
}

/** The same column written in another way. */
function rewritten(column: ColumnData): ColumnData {
  const rows = column.values.length
  const missing = bitmapOf(
    Array.from({ length: rows + 9 }, (_, row) => row >= rows || isMissing(column, row)),
  )
  const quality = column.quality ?? new Uint8Array(rows)
  if (column.type !== 'text') return { ...column, missing, quality }
  const dictionary = ['unused', ...(column.dictionary ?? []).toReversed()]
  const values = (column.values as Int32Array).map((code) => dictionary.length - 1 - code)
  return { ...column, values, dictionary, missing, quality }
}

function isMissing(column: ColumnData, row: number): boolean {
  return column.missing !== undefined && (column.missing[row >> 3] & (1 << (row & 7))) !== 0
}
