import { expect, test } from 'vitest'
import { staleAfterAll } from './live-effects.ts'
import type { LiveEvent } from './live-effects.ts'

const at = '2026-01-01T00:00:00Z'

function progress(seq: string): LiveEvent {
  return { kind: 'progress', seq, at, run: 'r', node: 'fit', attempt: 1, done: 1, total: 2 }
}

test('many events about the same make it old once', () => {
  expect(staleAfterAll([progress('1'), progress('2')])).toEqual([
    { procedure: 'runs.steps', about: { run: 'r' } },
  ])
})

test('a run that changes its state makes lists old, and itself', () => {
  const event: LiveEvent = { kind: 'run', seq: '1', at, run: 'r', pipeline: 'p', status: 'done' }
  expect(staleAfterAll([event])).toEqual([
    { procedure: 'runs.list' },
    { procedure: 'pipelines.list' },
    { procedure: 'runs.get', about: { run: 'r' } },
  ])
})

test('a pipeline that is saved leaves what is open alone', () => {
  const event: LiveEvent = {
    kind: 'pipeline',
    seq: '1',
    at,
    pipeline: 'p',
    change: 'saved',
    revision: 2,
    by: null,
  }
  expect(staleAfterAll([event]).map(({ procedure }) => procedure)).toEqual([
    'pipelines.list',
    'pipelines.versions',
  ])
})
