import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { columnFromCells } from '#test/fixtures/cells.ts'
import { referenceTime, runPython } from '#test/reference/python.ts'
import { reduceSeries } from './table-series.ts'

const second = 1_000_000
const whole = { fromUs: -Infinity, toUs: Infinity }

function regular(values: (number | null)[]): {
  times: Float64Array
  columns: [ReturnType<typeof columnFromCells>]
} {
  const times = Float64Array.from(values, (_, row) => row * second)
  return {
    times,
    columns: [
      columnFromCells(
        'number',
        values.map((value) => ({ value })),
      ),
    ],
  }
}

describe('few rows', () => {
  it('come as they are; missing and not finite are gaps', async () => {
    const series = await reduceSeries({ ...regular([1, null, NaN, Infinity, 5]), ...whole, points: 100 })
    expect(series).toEqual({
      isReduced: false,
      timesUs: [0, 1, 2, 3, 4].map((s) => s * second),
      values: [[1, null, null, null, 5]],
    })
  })

  it('break the line where rows of the grid are absent', async () => {
    const { columns } = regular([1, 2, 3])
    const times = Float64Array.from([0, second, 5 * second])
    const series = await reduceSeries({ times, columns, ...whole, points: 100, stepUs: second })
    expect(series.values).toEqual([[1, 2, null, 3]])
    expect(series.timesUs).toEqual([0, second, 2 * second, 5 * second])
  })

  it('are those between the ends, both included', async () => {
    const ends = { fromUs: second, toUs: 3 * second }
    const series = await reduceSeries({ ...regular([0, 1, 2, 3, 4]), ...ends, points: 100 })
    expect(series.values).toEqual([[1, 2, 3]])
  })
})

/** Lowest and highest value of every pixel, in the order in which they come. */
const reference = `import numpy as np
def main(input):
    values = np.array([np.nan if v is None else v for v in input['values']], dtype=float)
    times = np.arange(len(values), dtype=float)
    width = times[-1] / input['points']
    pixel = np.minimum(input['points'] - 1, np.floor(times / width)).astype(int)
    out = []
    for p in range(input['points']):
        inside = np.flatnonzero((pixel == p) & ~np.isnan(values))
        if len(inside) == 0: out += [None, None]; continue
        low, high = inside[np.argmin(values[inside])], inside[np.argmax(values[inside])]
        out += [float(values[min(low, high)]), float(values[max(low, high)])]
    return out
`

describe('many rows', () => {
  it('become the lowest and highest of every pixel, as NumPy finds them', referenceTime, async (context) => {
    const random = fc.sample(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { numRuns: 5_000, seed: 7 })
    const values = random.map((value, row) => (row % 1_000 < 300 ? null : value))
    const expected = await runPython(context, reference, { values, points: 97 })
    const series = await reduceSeries({ ...regular(values), ...whole, points: 97 })
    expect(series.isReduced).toBe(true)
    expect(series.values[0]).toEqual(expected)
  })

  it('never lose the extremes of the whole, and rise in time', async () => {
    const values = fc.array(
      fc.oneof(fc.constant(null), fc.double({ noNaN: true, noDefaultInfinity: true })),
      {
        minLength: 20,
        maxLength: 300,
      },
    )
    await fc.assert(
      fc.asyncProperty(values, fc.integer({ min: 1, max: 8 }), async (given, points) => {
        const series = await reduceSeries({ ...regular(given), ...whole, points })
        const present = given.filter((value) => value !== null)
        const drawn = series.values[0].filter((value) => value !== null)
        expect(Math.max(...drawn)).toBe(Math.max(...present))
        expect(Math.min(...drawn)).toBe(Math.min(...present))
        expect(series.timesUs).toEqual([...series.timesUs].sort((a, b) => a - b))
        expect(series.timesUs.length).toBe(series.values[0].length)
      }),
    )
  })
})
