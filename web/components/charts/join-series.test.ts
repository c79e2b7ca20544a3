import { expect, test } from 'vitest'
import { joinCurves, lonelyPoints } from './join-series.ts'

test('curves on the same places are taken as they are', () => {
  const x = [1, 2]
  const y = [5, null]
  const joined = joinCurves([
    { x, y },
    { x, y: [7, 8] },
  ])
  expect(joined).toEqual([x, y, [7, 8]])
  expect(joined[1]).toBe(y)
})

test('a curve without a point at a place passes it', () => {
  expect(
    joinCurves([
      { x: [1, 5], y: [10, 30] },
      { x: [2, 3], y: [7, 8] },
    ]),
  ).toEqual([
    [1, 2, 3, 5],
    [10, undefined, undefined, 30],
    [undefined, 7, 8, undefined],
  ])
})

test('a gap reaches to the values around it, whatever other curves have there', () => {
  expect(
    joinCurves([
      { x: [1, 3, 6], y: [10, null, 30] },
      { x: [2, 3, 4, 5, 8], y: [7, 8, null, 9, 10] },
    ]),
  ).toEqual([
    [1, 2, 3, 4, 5, 6, 8],
    [10, null, null, null, null, 30, undefined],
    [undefined, 7, 8, null, 9, undefined, 10],
  ])
})

test('points alone between gaps are found, also across places that the curve passes', () => {
  expect(lonelyPoints([1, null, 2, null, 3, 4])).toEqual([0, 2])
  expect(lonelyPoints([null, undefined, 2, undefined, null])).toEqual([2])
  expect(lonelyPoints([1, undefined, 2])).toEqual([])
  expect(lonelyPoints([])).toEqual([])
})
