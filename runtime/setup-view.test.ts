import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createSetupView } from './setup-view.ts'

const printed: string[] = []
beforeEach(() => {
  vi.useFakeTimers()
  vi.spyOn(console, 'log').mockImplementation((line: string) => printed.push(line))
})
afterEach(() => {
  vi.restoreAllMocks()
  vi.useRealTimers()
  printed.length = 0
})

test('elsewhere than on a terminal a long step says every 30 s that it goes on', async () => {
  const view = createSetupView(['Temporal', 'Worker'], false)
  view.show({ step: 0, kind: 'begin' })
  vi.advanceTimersByTime(20_000)
  view.show({ step: 0, kind: 'progress', text: 'go: downloading' })
  vi.advanceTimersByTime(65_000)
  view.show({ step: 0, kind: 'end', text: 'built' })
  view.show({ step: 1, kind: 'begin' })
  vi.advanceTimersByTime(31_000)
  view.show({ step: 1, kind: 'failed' })
  vi.advanceTimersByTime(90_000)
  await view.finished
  expect(printed).toEqual([
    '[  20.0 s] Temporal: go: downloading',
    '[  50.0 s] Temporal: go: downloading',
    '[  80.0 s] Temporal: go: downloading',
    '[  85.0 s] Temporal: built',
    '[  30.0 s] Worker is under way',
    '[  31.0 s] Worker failed',
  ])
})
