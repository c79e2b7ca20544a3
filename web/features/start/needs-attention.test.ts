import { expect, test } from 'vitest'
import { needsAttention } from './needs-attention.ts'

type Run = Parameters<typeof needsAttention>[0][number]

let number = 0

function run(pipeline: string, change: Partial<Run>): Run {
  return {
    run: `run-${++number}`,
    pipeline: { id: pipeline, name: pipeline.toUpperCase(), revision: 1 },
    status: 'done',
    waitsFor: null,
    isCancelWanted: false,
    startedBy: null,
    createdAt: '2026-01-01T00:00:00Z',
    startedAt: null,
    finishedAt: null,
    durationMs: null,
    rows: 0,
    steps: { total: 1, settled: 1 },
    failed: null,
    parentRun: null,
    part: null,
    ...change,
  }
}

const failed = {
  status: 'failed',
  failed: { node: 'fit', block: 'x@1', code: 'c', text: 'too few rows' },
} as const

test('a failure counts until a later run of the same pipeline ended well, and once', () => {
  const runs = [
    run('a', {}),
    run('b', failed),
    run('a', failed),
    run('b', failed),
    run('c', { status: 'cancelled' }),
  ]
  expect(needsAttention(runs)).toEqual([
    {
      run: runs[1].run,
      pipeline: 'B',
      reason: 'failed',
      detail: 'fit: too few rows',
      at: '2026-01-01T00:00:00Z',
    },
  ])
})

test('runs that wait for something that is not there are told apart from those that just wait', () => {
  const runs = [
    run('a', { status: 'queued' }),
    run('b', { status: 'queued', waitsFor: 'engine' }),
    run('c', { status: 'running', waitsFor: 'worker' }),
    run('d', { status: 'stalled' }),
    run('e', { status: 'running' }),
  ]
  expect(needsAttention(runs).map(({ pipeline, reason }) => [pipeline, reason])).toEqual([
    ['B', 'engine'],
    ['C', 'worker'],
    ['D', 'stalled'],
  ])
})
