/** Recorded histories of older versions replay with the workflows of this one: open runs survive an upgrade. */
import { readFileSync, readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker'
import { beforeAll, expect, test } from 'vitest'
import { provideWorkflowBundle } from '#activities/workflow-bundle.ts'
import { makeKeyRing, newKey } from '#config/key-ring.ts'
import { makeDataConverter } from '#datasets/secrets/data-converter.ts'
import { encryptHistory } from '#test/fixtures/histories.ts'

const files = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.json'))
const ring = makeKeyRing([newKey()])
let workflowBundle: { code: string }
Runtime.install({ logger: new DefaultLogger('ERROR') })

beforeAll(async () => {
  workflowBundle = await provideWorkflowBundle(join(tmpdir(), 'ecoki-test-bundles'))
}, 60_000)

test('there are recorded histories', () => expect(files.length).toBeGreaterThan(0))

test.each(files)('%s replays', { timeout: 60_000 }, async (name) => {
  await Worker.runReplayHistory({ workflowBundle, dataConverter: makeDataConverter(ring) }, historyOf(name))
})

test.each(files)('%s replays encrypted, with its keys alone', { timeout: 60_000 }, async (name) => {
  const history = await encryptHistory(ring, historyOf(name))
  expect(inputOf(historyOf(name))).toContain('planHash')
  expect(inputOf(history)).not.toContain('planHash')
  const older = makeKeyRing([newKey(), ...ring.list()])
  await Worker.runReplayHistory({ workflowBundle, dataConverter: makeDataConverter(older) }, history)
  const wrong = makeDataConverter(makeKeyRing([newKey()]))
  await expect(Worker.runReplayHistory({ workflowBundle, dataConverter: wrong }, history)).rejects.toThrow()
})

function historyOf(name: string): unknown {
  return JSON.parse(readFileSync(join(import.meta.dirname, name), 'utf8'))
}

/** What the workflow was started with, as its history holds it. */
function inputOf(history: unknown): string {
  const { events } = history as {
    events: { workflowExecutionStartedEventAttributes: { input: { payloads: { data: string }[] } } }[]
  }
  const [{ data }] = events[0].workflowExecutionStartedEventAttributes.input.payloads
  return Buffer.from(data, 'base64').toString('latin1')
}

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
