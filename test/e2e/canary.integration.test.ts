/** A product is used with secrets everywhere; then everything it has written and answered is searched. */
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { catalog } from '#blocks/specs.ts'
import { describeCatalog } from '#pipeline/block-description.ts'
import { canaryOf, findCanaries } from '../canary/canary.ts'
import { commandLines, dumpOf, otherFiles, temporalFiles } from '../canary/places.ts'
import { plantAccounts, plantOwn, signUp } from '../canary/accounts.ts'
import { Planter } from '../canary/planter.ts'
import { readEverything } from '../canary/reading.ts'
import { plantCommands, plantRefusals } from '../canary/refusals.ts'
import { plantConnection, plantRuns } from '../canary/work.ts'
import { startProduct } from '../fixtures/product.ts'
import type { TestProduct } from '../fixtures/product.ts'

let product: TestProduct
let planter: Planter

beforeAll(async () => {
  product = await startProduct({ env: { ECOKI_TEMPORAL_UI: '1' } })
  planter = new Planter(product)
  await plantOwn(planter)
  planter.admin = await signUp(planter)
  await plantAccounts(planter)
  await plantConnection(planter)
  planter.runId = await plantRuns(planter)
  await plantRefusals(planter)
  await plantCommands(planter)
  await readEverything(planter)
  await sleep(1_000) // the last lines of logs
}, 300_000)
afterAll(() => product?.remove(), 60_000)

test('no secret is in an answer, in what commands print or in how processes were started', () => {
  const places = [...planter.visitor.answers, ...planter.output, ...commandLines(product)]
  expect(places.length).toBeGreaterThan(60)
  expect(findCanaries(planter.secrets, places)).toEqual([])
})

test('no secret is in a file, but those that only their owner can read', () => {
  const places = otherFiles(product)
  expect(places.map(({ name }) => name)).toContainEqual(expect.stringMatching(/logs\/gateway\.log$/))
  expect(findCanaries(planter.secrets, places)).toEqual([])
})

test('no secret is in the database; a key of a repeated request is in its table alone', async () => {
  const lines = (await dumpOf(product)).split('\n')
  const isRepetition = (line: string) => line.startsWith('INSERT INTO public.idempotency ')
  const dump = Buffer.from(lines.filter((line) => !isRepetition(line)).join('\n'))
  expect(findCanaries(planter.secrets, [{ name: 'database', content: dump }])).toEqual([])
  // The search does find what is there.
  const repetitions = Buffer.from(lines.filter(isRepetition).join('\n'))
  expect(findCanaries(planter.secrets, [{ name: 'repetitions', content: repetitions }])).toContainEqual(
    expect.objectContaining({ canary: 'Idempotency-Key' }),
  )
  expect(findCanaries(planter.names, [{ name: 'database', content: dump }])).not.toEqual([])
})

test('no secret and no name for people is in what Temporal keeps', () => {
  const places = temporalFiles(product)
  expect(findCanaries([canaryOf('id of the run', planter.runId)], places)).not.toEqual([])
  expect(findCanaries([...planter.secrets, ...planter.names], places)).toEqual([])
})

test("Temporal's own pages know where to have it decrypted", async () => {
  const response = await fetch(`${product.instance().temporalUiUrl!}/api/v1/settings`)
  const { Codec } = (await response.json()) as { Codec: { Endpoint: string } }
  expect(Codec.Endpoint).toBe(`${product.instance().url!}/api/temporal-codec`)
})

test('no block takes a secret as a setting; whoever adds one plants it here', () => {
  const schemas = JSON.stringify(describeCatalog(catalog).map(({ configSchema }) => configSchema))
  expect(schemas).toContain('"properties"')
  expect(schemas).not.toMatch(/"writeOnly":true|"format":"password"/)
})
