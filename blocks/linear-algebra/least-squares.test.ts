import { expect, test } from 'vitest'
import { seededRandom } from '#test/fixtures/random.ts'
import { referenceTime, runPython } from '#test/reference/python.ts'
import type { LeastSquaresSolution } from './least-squares.ts'
import { leastSquares } from './least-squares.ts'
import { tallQr } from './tsqr.ts'

/** Columns of different size, offset and correlation, longer than several blocks. */
function tallProblem(rows: number, width: number) {
  const random = seededRandom(11)
  const shared = Array.from({ length: rows }, () => random.normal())
  const features = Array.from({ length: width }, (_, j) =>
    Float64Array.from(shared, (common) => 10 ** (j - 3) * (random.normal() + 0.9 * common + 50 * j)),
  )
  const target = Float64Array.from(shared, (common, row) => common + features[0][row] * 3 + random.normal())
  return { features, target, rows: Int32Array.from(shared.keys()) }
}

const numpy = `
import numpy as np

def main(data):
    x, y = np.array(data["x"]).T, np.array(data["y"])
    centre, scale = x.mean(axis=0), x.std(axis=0)
    z = (x - centre) / scale
    beta, residual, *_ = np.linalg.lstsq(z, y - y.mean(), rcond=None)
    r = np.linalg.qr(x, mode="r")
    return {
        "coefficients": (beta / scale).tolist(),
        "residual": float(residual[0]),
        "condition": float(np.linalg.cond(np.linalg.qr(z, mode="r"), 1)),
        "r": (r * np.sign(np.diag(r))[:, None]).tolist(),
    }
`

interface Reference {
  coefficients: number[]
  residual: number
  condition: number
  r: number[][]
}

test(
  'several blocks of rows: the triangle and the solution are those of numpy',
  referenceTime,
  async (context) => {
    const problem = tallProblem(5_000, 6)
    const asked = { x: problem.features.map((values) => [...values]), y: [...problem.target] }
    const reference = (await runPython(context, numpy, asked)) as Reference
    const found = leastSquares({ ...problem, intercept: true }) as LeastSquaresSolution
    for (const [j, value] of reference.coefficients.entries()) {
      expect(Math.abs(found.coefficients[j] / value - 1)).toBeLessThan(1e-9)
    }
    expect(found.residualSumOfSquares / reference.residual).toBeCloseTo(1, 11)
    expect(found.condition / reference.condition).toBeCloseTo(1, 9)
    const fill = (into: Float64Array[], at: number, first: number, count: number) =>
      into.forEach((block, j) => block.set(problem.features[j].subarray(first, first + count), at))
    const r = tallQr(6, 5_000, fill)
    for (let j = 0; j < 6; j++) {
      for (let i = 0; i < 6; i++) {
        const value = Math.sign(r[i][i]) * r[j][i]
        expect(Math.abs(value - reference.r[i][j])).toBeLessThanOrEqual(1e-9 * Math.abs(reference.r[j][j]))
      }
    }
  },
)

test('only the rows asked for count', () => {
  const problem = tallProblem(3_000, 3)
  const rows = problem.rows.filter((row) => row % 3 === 0)
  const compact = {
    features: problem.features.map((values) => Float64Array.from(rows, (row) => values[row])),
    target: Float64Array.from(rows, (row) => problem.target[row]),
    rows: Int32Array.from(rows.keys()),
  }
  expect(leastSquares({ ...problem, rows, intercept: true })).toEqual(
    leastSquares({ ...compact, intercept: true }),
  )
})
