import { expect, test } from 'vitest'
import type { Segment } from '#pipeline/plan.ts'
import { pageStarts } from './segment-pages.ts'

const chain = (count: number, idLength: number, fanIn: number): Segment[] =>
  Array.from({ length: count }, (_, index) => {
    const idOf = (place: number) => String(place).padStart(idLength, '€')
    const after = Array.from({ length: Math.min(index, fanIn) }, (_, back) => idOf(index - 1 - back))
    return { id: idOf(index), nodes: [idOf(index)], after }
  })

test('pages follow each other without gaps and hold 400 segments at most', () => {
  expect(pageStarts(chain(1, 3, 1))).toEqual([0])
  const starts = pageStarts(chain(1_000, 3, 1))
  expect(starts[0]).toBe(0)
  expect(
    starts.every(
      (start, page) => page === 0 || (start > starts[page - 1] && start - starts[page - 1] <= 400),
    ),
  ).toBe(true)
  expect(pageStarts([])).toEqual([])
})

test.each([
  [2_000, 3, 1],
  [2_000, 100, 1],
  [1_200, 100, 1_000],
])(
  '%i segments with names of %i characters and %i dependencies: no page over 128 KiB',
  (count, idLength, fanIn) => {
    const segments = chain(count, idLength, fanIn)
    const starts = pageStarts(segments)
    expect(starts[0]).toBe(0)
    starts.forEach((from, page) => {
      const cut = segments.slice(from, starts[page + 1])
      const here = new Map(cut.map((segment, index) => [segment.id, index]))
      const orders = cut.map((segment) => ({
        id: segment.id,
        activityType: `${'x'.repeat(100)}@1`,
        after: segment.after.flatMap((id) => here.get(id) ?? []),
        blocked: false,
        heartbeatMs: 5_000,
      }))
      expect(cut.length).toBeGreaterThan(0)
      expect(cut.length).toBeLessThanOrEqual(400)
      expect(Buffer.byteLength(JSON.stringify(orders))).toBeLessThan(128 * 1024)
    })
  },
)
