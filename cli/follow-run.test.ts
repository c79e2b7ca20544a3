import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import type { Run, RunEvent, RunResult } from '#client/index.ts'
import { followRun } from './follow-run.ts'

test('Ctrl+C while the run is being read ends following, and nothing else', async () => {
  const interrupt = new AbortController()
  const run: Pick<Run, 'view' | 'events'> = {
    view: async () => {
      interrupt.abort()
      await sleep(50)
      return { steps: [] as unknown } as RunResult
    },
    events: async function* () {
      yield { kind: 'step' } as RunEvent
      await new Promise((resolve) => interrupt.signal.addEventListener('abort', resolve))
      throw interrupt.signal.reason
    },
  }
  expect(await followRun(run as Run, { isQuiet: false, signal: interrupt.signal })).toBeUndefined()
})
