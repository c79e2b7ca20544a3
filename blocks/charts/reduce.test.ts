import { expect, test } from 'vitest'
import { seededRandom } from '#test/fixtures/random.ts'
import { maxPoints } from './chart.ts'
import { reduceLine } from './reduce-line.ts'
import { reduceScatter } from './reduce-scatter.ts'

function line(values: number[], stepUs?: number, times = values.map((_, row) => row)) {
  const isEmpty = (row: number) => !Number.isFinite(values[row])
  return reduceLine({ times: Float64Array.from(times), values: Float64Array.from(values), isEmpty, stepUs })
}

test('few rows stay as they are, a gap is marked and never bridged', () => {
  expect(line([1, 2, NaN, 4, Infinity, NaN, 7])).toEqual({
    x: [0, 1, 2, 3, 4.5, 6],
    y: [1, 2, null, 4, null, 7],
    reduced: false,
  })
})

test('an absent row of a grid is a gap, on an irregular table it is not', () => {
  expect(line([1, 2, 3], 10, [0, 10, 40]).y).toEqual([1, 2, null, 3])
  expect(line([1, 2, 3], undefined, [0, 10, 40]).y).toEqual([1, 2, 3])
})

test('every pixel keeps its smallest and largest row, at their own times', () => {
  const random = seededRandom(5)
  const values = Array.from({ length: 50_000 }, () => random.normal())
  values[31_337] = 99
  values[777] = -99
  const { x, y, reduced } = line(values)
  expect(reduced).toBe(true)
  expect(y.length).toBeLessThanOrEqual(maxPoints)
  expect(x.every((time, index) => values[time] === y[index])).toBe(true)
  expect(x.every((time, index) => index === 0 || time > x[index - 1])).toBe(true)
  expect([x[y.indexOf(99)], x[y.indexOf(-99)]]).toEqual([31_337, 777])
  for (let pixel = 0; pixel < 1_000; pixel++) {
    const width = 49_999 / 1_000
    const isIn = (time: number) => Math.min(999, Math.floor(time / width)) === pixel
    const all = values.filter((_, row) => isIn(row))
    const kept = y.filter((_, index) => isIn(x[index])) as number[]
    expect([Math.min(...kept), Math.max(...kept)]).toEqual([Math.min(...all), Math.max(...all)])
  }
})

test('gaps inside a pixel stay gaps', () => {
  const values = Array.from({ length: 30_000 }, (_, row) => (row % 40 === 7 ? NaN : row % 11))
  const { x, y } = line(values)
  const drawn = x.filter((_, index) => y[index] !== null)
  expect(drawn.length).toBeLessThanOrEqual(maxPoints)
  for (const [index, time] of x.entries()) {
    if (index === 0 || y[index] === null || y[index - 1] === null) continue
    expect(values.slice(x[index - 1], time + 1).some(Number.isNaN)).toBe(false)
  }
})

test.each([
  ['nothing', [], []],
  ['one row', [5], [5]],
  ['all missing', [NaN, NaN], []],
])('line of %s', (_, values, expected) => expect(line(values).y).toEqual(expected))

test('all rows at one time', () => {
  const values = Array.from({ length: 5_000 }, (_, row) => row)
  expect(
    line(
      values,
      undefined,
      values.map(() => 3),
    ).y,
  ).toEqual([0, 4_999])
})

test('a cloud keeps its extremes, every row is counted, every point is a row', () => {
  const random = seededRandom(8)
  const xs = Float64Array.from({ length: 40_000 }, () => random.normal())
  const ys = Float64Array.from({ length: 40_000 }, () => random.normal())
  const rows = [...xs.keys()].filter((row) => row % 7 !== 0)
  const { x, y, count, reduced } = reduceScatter(xs, ys, rows)
  expect(reduced).toBe(true)
  expect(x.length).toBeLessThanOrEqual(maxPoints)
  expect(x.length).toBeGreaterThan(maxPoints / 3)
  const among = (values: Float64Array) => rows.map((row) => values[row])
  expect([Math.min(...x), Math.max(...x)]).toEqual([Math.min(...among(xs)), Math.max(...among(xs))])
  expect([Math.min(...(y as number[])), Math.max(...(y as number[]))]).toEqual([
    Math.min(...among(ys)),
    Math.max(...among(ys)),
  ])
  const pairs = new Set(rows.map((row) => `${xs[row]} ${ys[row]}`))
  expect(x.every((value, index) => pairs.has(`${value} ${y[index]}`))).toBe(true)
  expect(count!.reduce((sum, value) => sum + value, 0)).toBe(rows.length)
})

test('a small cloud is all of it, in ascending x; one point and a flat cloud work', () => {
  const small = reduceScatter(Float64Array.of(3, 1, 2), Float64Array.of(1, 2, 3), [0, 1, 2])
  expect(small).toEqual({ x: [1, 2, 3], y: [2, 3, 1], reduced: false })
  const flat = reduceScatter(new Float64Array(3_000), new Float64Array(3_000), [...Array(3_000).keys()])
  expect(flat).toEqual({ x: [0], y: [0], count: [3_000], reduced: true })
  expect(reduceScatter(new Float64Array(0), new Float64Array(0), [])).toEqual({
    x: [],
    y: [],
    reduced: false,
  })
})
