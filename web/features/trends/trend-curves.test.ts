import { expect, test } from 'vitest'
import type { LiveValue } from '../../lib/live-effects.ts'
import { lineOf, stripOf } from './trend-curves.ts'
import type { TagPoints } from './trend-curves.ts'

const base: TagPoints = {
  tag: { id: 1, name: 'p', type: 'number', unit: 'bar' },
  levelUs: 0,
  ...{ firstUs: [100, 200], lastUs: [100, 230], min: [1, 2], max: [1, 9], first: [1, 3], last: [1, 4] },
  ...{ counts: [1, 5], worst: [0, 1], gaps: [], before: null },
}
const window = { fromUs: 0, toUs: 1_000 }
const live = (timeUs: number, value: LiveValue['value'], quality: LiveValue['quality'] = 0): LiveValue => ({
  ...{ tag: 1, timeUs, value, type: 'number', quality },
})

test('a pixel with many samples keeps its lowest and highest between its first and last', () => {
  expect(lineOf(base, [], window)).toEqual({ x: [100, 200, 210, 220, 230], y: [1, 3, 2, 9, 4] })
})

test('a line ends where samples are missing, and goes on after it', () => {
  const gaps = [{ fromUs: 120, toUs: 180, causes: ['overflow'], count: null }]
  expect(lineOf({ ...base, gaps }, [], window)).toEqual({
    x: [100, 120.5, 200, 210, 220, 230],
    y: [1, null, 3, 2, 9, 4],
  })
})

test('what held before the picture begins is its first value, unless something is missing since', () => {
  const before = { timeUs: -50, value: 7, quality: 0 }
  expect(lineOf({ ...base, before }, [], window).y[0]).toBe(7)
  const gaps = [{ fromUs: -40, toUs: -10, causes: ['overflow'], count: null }]
  expect(lineOf({ ...base, before, gaps }, [], window).y[0]).toBe(1)
})

test('values that have just come in go on after the stored ones; bad ones end the line', () => {
  const values = [
    live(220, 5),
    live(300, 6),
    live(310, null, 2),
    live(320, 'NaN'),
    live(330, '12'),
    live(2_000, 1),
  ]
  const { x, y } = lineOf(base, values, window)
  expect(x.slice(5)).toEqual([300, 310, 320, 330])
  expect(y.slice(5)).toEqual([6, null, null, 12])
})

test('the strip tells of each time how good it is, up to now and not over gaps', () => {
  const gaps = [{ fromUs: 400, toUs: 500, causes: ['overflow'], count: null }]
  expect(stripOf({ ...base, gaps }, window, 800)).toEqual([
    { kind: 'good', fromUs: 100, toUs: 200 },
    { kind: 'uncertain', fromUs: 200, toUs: 400 },
    { kind: 'gap', fromUs: 400, toUs: 500 },
  ])
  expect(stripOf(base, window, 800).at(-1)).toEqual({ kind: 'uncertain', fromUs: 200, toUs: 800 })
})
