import { expect, it } from 'vitest'
import type { Column, TableSchema } from '#pipeline/ports.ts'
import { columnsOf, pairTables } from './beside-tables.ts'

const table = (...names: string[]): TableSchema => ({
  columns: names.map((name): Column => ({
    ...{ name, type: 'number', unit: '1', kind: 'level', stamp: 'instant' },
    ...{ nullable: true, availabilityUs: 0, availabilityTerms: [] },
  })),
})
const stored = (hash: string, ...names: string[]) => ({
  ...{ hash, rows: 1, bytes: 1 },
  schema: { type: 'table' as const, table: table(...names) },
})
const score = { value: { r2: 0.5 } }

it('pairs the tables of two runs by where they came out, and knows equal ones', () => {
  const before = {
    read: { table: stored('a', 'p') },
    split: { test: stored('b', 'p') },
    score: { out: score },
  }
  const after = { read: { table: stored('a', 'p') }, lag: { table: stored('c', 'p', 'p_1') } }
  const pairs = pairTables(before, after)
  expect(pairs.map(({ node, port, isSame }) => [node, port, isSame])).toEqual([
    ['read', 'table', true],
    ['lag', 'table', false],
    ['split', 'test', false],
  ])
  expect(pairs.map((pair) => [pair.before !== undefined, pair.after !== undefined])).toEqual([
    [true, true],
    [false, true],
    [true, false],
  ])
})

it('offers the columns of either run once', () => {
  const pair = { node: 'lag', port: 'table', isSame: false }
  const columns = columnsOf({ ...pair, before: table('p', 'old'), after: table('p', 'new') })
  expect(columns.map(({ name }) => name)).toEqual(['p', 'new', 'old'])
})
