/** Recorded histories of older versions replay with the workflows of this one: open runs survive an upgrade. */
import { readFileSync, readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker'
import { beforeAll, expect, test } from 'vitest'
import { provideWorkflowBundle } from '#activities/workflow-bundle.ts'

const files = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.json'))
let workflowBundle: { code: string }
Runtime.install({ logger: new DefaultLogger('ERROR') })

beforeAll(async () => {
  workflowBundle = await provideWorkflowBundle(join(tmpdir(), 'ecoki-test-bundles'))
}, 60_000)

test('there are recorded histories', () => expect(files.length).toBeGreaterThan(0))

test.each(files)('%s replays', { timeout: 60_000 }, async (name) => {
  const history: unknown = JSON.parse(readFileSync(join(import.meta.dirname, name), 'utf8'))
  await Worker.runReplayHistory({ workflowBundle }, history)
})

const limitBytes = 128 * 1024

test.each(files)('%s holds no payload over 128 KiB', (name) => {
  for (const payload of payloads(JSON.parse(readFileSync(join(import.meta.dirname, name), 'utf8')))) {
    expect(Buffer.byteLength(payload, 'base64')).toBeLessThan(limitBytes)
  }
})

/** Every `data` of a payload, at any depth. */
function payloads(value: unknown): string[] {
  if (value === null || typeof value !== 'object') return []
  return Object.entries(value).flatMap(([key, item]) =>
    key === 'data' && typeof item === 'string' ? [item] : payloads(item),
  )
}
