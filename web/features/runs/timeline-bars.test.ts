import { expect, test } from 'vitest'
import { barsOf, scaleOf } from './timeline-bars.ts'

const at = (ms: number) => new Date(ms).toISOString()

test('bars stand where their steps stood in the run', () => {
  const scale = scaleOf(at(1_000), at(11_000), 99_000)
  const steps = [
    { node: 'a', startedAt: at(1_000), finishedAt: at(3_500) },
    { node: 'b', startedAt: at(3_500), finishedAt: null },
    { node: 'c', startedAt: null, finishedAt: null },
    { node: 'd', startedAt: at(500), finishedAt: at(500) },
  ]
  expect(barsOf(steps, scale)).toEqual([
    { node: 'a', from: 0, width: 0.25 },
    { node: 'b', from: 0.25, width: 0.75 },
    { node: 'c', from: null, width: 0 },
    { node: 'd', from: 0, width: 0 },
  ])
  expect(scale.marksMs).toEqual([0, 2_000, 4_000, 6_000, 8_000, 10_000])
})

test('a run that goes on reaches to now; one that just began has a width', () => {
  expect(scaleOf(at(0), null, 60_000)).toEqual({
    fromMs: 0,
    toMs: 60_000,
    marksMs: [0, 15_000, 30_000, 45_000, 60_000],
  })
  expect(scaleOf(at(5), at(5), 0)).toEqual({ fromMs: 5, toMs: 6, marksMs: [0, 1] })
  expect(scaleOf(at(0), at(40 * 86_400_000), 0).marksMs).toHaveLength(6)
})
