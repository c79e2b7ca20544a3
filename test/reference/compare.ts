/** Cells of a block's result against those of a reference. */
import { expect } from 'vitest'
import type { Table } from '#pipeline/table.ts'
import { valuesOf } from '#test/fixtures/cells.ts'
import type { Cell } from '#test/fixtures/cells.ts'

export interface Tolerance {
  relative: number
  /** For values near zero that come from differences of large ones. */
  absolute?: number
}

/** Fails unless a column holds the reference's cells: missing as missing, NaN as NaN, numbers within the tolerance (none: exact). */
export function expectCells(table: Table, name: string, expected: unknown[], tolerance?: Tolerance): void {
  const actual = valuesOf(table, name)
  expect(actual.length, `${name}: rows`).toBe(expected.length)
  const wrong = actual.flatMap((value, row) =>
    isSame(value, fromJson(value, expected[row]), tolerance) ? [] : [{ row, value, expected: expected[row] }],
  )
  expect({ name, wrong: wrong.slice(0, 5), count: wrong.length }).toEqual({ name, wrong: [], count: 0 })
}

/** Fails unless the cells of all the columns named in a reference's table are the same. */
export function expectTable(table: Table, expected: Record<string, unknown[]>, tolerance?: Tolerance): void {
  for (const [name, cells] of Object.entries(expected)) expectCells(table, name, cells, tolerance)
}

/** JSON has no int64 and no NaN: they came as text and are read by the type of our cell. */
function fromJson(actual: Cell['value'], expected: unknown): unknown {
  if (typeof actual === 'bigint' && (typeof expected === 'string' || typeof expected === 'number'))
    return BigInt(expected)
  if (typeof actual === 'number' && typeof expected === 'string') return Number(expected)
  return typeof actual === 'boolean' && typeof expected === 'number' ? expected === 1 : expected
}

function isSame(actual: unknown, expected: unknown, tolerance?: Tolerance): boolean {
  if (typeof actual !== 'number' || typeof expected !== 'number') return actual === expected
  if (actual === expected || (Number.isNaN(actual) && Number.isNaN(expected))) return true
  if (!tolerance) return false
  return Math.abs(actual - expected) <= tolerance.relative * Math.abs(expected) + (tolerance.absolute ?? 0)
}
