import { expect, test } from 'vitest'
import { firstToSee, inOrder } from './run-facts.ts'

type Step = Parameters<typeof firstToSee>[0][number]

function step(node: string, status: Step['status']): Step {
  const none = {
    rows: null,
    portRows: {},
    bytes: null,
    startedAt: null,
    finishedAt: null,
    durationMs: null,
    reusedFrom: null,
  }
  return { node, block: 'x@1', status, attempts: 1, error: null, progress: null, ...none }
}

test('a run opens at the first step that failed, else where work is going on, else at its result', () => {
  const [a, b, c] = [step('a', 'done'), step('b', 'running'), step('c', 'failed')]
  expect(firstToSee([a, b, c, step('d', 'failed')])).toBe('c')
  expect(firstToSee([a, b, step('e', 'waiting')])).toBe('b')
  expect(firstToSee([a, step('e', 'retrying'), b])).toBe('e')
  expect(firstToSee([a, step('f', 'reused'), step('e', 'waiting')])).toBe('f')
  expect(firstToSee([step('e', 'waiting')])).toBeUndefined()
})

test('the earlier of two runs stands left, whichever was chosen first', () => {
  const newestFirst = [{ run: 'new' }, { run: 'middle' }, { run: 'old' }]
  expect(inOrder(newestFirst, ['new', 'old'])).toEqual(['old', 'new'])
  expect(inOrder(newestFirst, ['old', 'new'])).toEqual(['old', 'new'])
})
