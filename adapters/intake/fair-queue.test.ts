import { expect, test } from 'vitest'
import { FairQueue } from './fair-queue.ts'

const item = (connectionId: string, rows: number, name: string) => ({
  connectionId,
  rows,
  bytes: rows * 2,
  name,
})

test('a flood of one connection leaves room for the others, and each stays in order', () => {
  const queue = new FairQueue<ReturnType<typeof item>>()
  for (let at = 0; at < 5; at++) queue.push(item('flood', 10, `f${at}`))
  queue.push(item('calm', 1, 'c0'))
  queue.push(item('calm', 1, 'c1'))
  const names = (rows: number) => queue.take(rows).map(({ name }) => name)
  expect(names(11)).toEqual(['f0', 'c0'])
  expect(names(10)).toEqual(['f1'])
  expect(names(11)).toEqual(['c1', 'f2'])
  expect([queue.rows, queue.bytes]).toEqual([20, 40])
  expect(names(Infinity)).toEqual(['f3', 'f4'])
  expect([queue.rows, queue.bytes, queue.isEmpty]).toEqual([0, 0, true])
})
