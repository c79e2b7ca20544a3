import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { beginAttempt, failAttempt, writeLog } from '#activities/ledger.ts'
import { canonicalJson } from '#pipeline/canonical-json.ts'
import { documentSchema } from '#pipeline/document.ts'
import type { PipelineDocument } from '#pipeline/document.ts'
import { useGateway } from '#test/fixtures/gateway.ts'
import { workThrough } from '#test/fixtures/work-through.ts'
import type { TestGateway } from '#test/fixtures/gateway.ts'

const gateway = useGateway()
const { projectId } = gateway
const edge = (from: string, to: string) => ({
  from: { node: from, port: 'table' },
  to: { node: to, port: 'table' },
})

/** A reader that looks at nothing, and two blocks after one another. */
function plant(id: string, rows: unknown = 1): PipelineDocument {
  const lag = { columns: ['power'], lags: [rows] }
  return documentSchema.parse({
    ecoki: 1,
    id,
    name: `Plant ${id}`,
    parameters: { rows: { schema: { type: 'integer' }, default: 1 } },
    nodes: [
      { id: 'read', block: 'simulated-history', version: 1, config: { days: 1, step: '15 min' } },
      { id: 'lag', block: 'lag', version: 1, config: lag },
      { id: 'chart', block: 'line-chart', version: 1, config: { columns: ['power'] } },
    ],
    edges: [edge('read', 'lag'), edge('lag', 'chart')],
  })
}

async function start(document: PipelineDocument, more: object = {}): Promise<string> {
  const { run, issues } = await gateway.as('ada').runs.start({ projectId, document, ...more })
  if (!run) throw new Error(JSON.stringify(issues))
  return run
}

async function failAt({ app }: TestGateway, run: string, node: string): Promise<void> {
  const begun = await beginAttempt(app.pool, { runId: run, node })
  if (begun.kind !== 'running') throw new Error(begun.status)
  const id = { runId: run, node, attempt: begun.attempt }
  await writeLog(app.pool, id, { level: 'warning', code: 'rows-sorted', params: { rows: 7 } })
  await failAttempt(app.pool, id, { code: 'disk-full', params: {}, message: 'ENOSPC' }, false)
  const again = await beginAttempt(app.pool, { runId: run, node })
  if (again.kind !== 'running') throw new Error(again.status)
  const error = { code: 'too-many-rows', params: { rows: 12_000 }, message: 'too many' }
  await failAttempt(app.pool, { ...id, attempt: again.attempt }, error, true)
  await app.pool.query(`update run set status = 'running' where id = $1`, [run])
  await app.pool.query(`update run set status = 'failed', finished_at = now() where id = $1`, [run])
}

const statusOf = async (run: string) =>
  Object.fromEntries(
    (await gateway.as('ada').runs.steps({ projectId, run })).map(({ node, status }) => [node, status]),
  )

describe('starting runs', () => {
  it('takes a saved version or a document and says who started what', async () => {
    const ada = gateway.as('ada')
    const saved = await ada.pipelines.save({ projectId, document: plant('start'), expectedRevision: 0 })
    const { run } = await ada.runs.start({
      projectId,
      pipeline: { id: 'start' },
      parameters: { rows: 2 },
      seed: 7,
    })
    expect(await ada.runs.get({ projectId, run: run! })).toMatchObject({
      pipeline: { id: 'start', name: 'Plant start', revision: 1 },
      startedBy: { kind: 'person', name: 'ada' },
      documentHash: saved.hash,
      parameters: { rows: 2 },
      seed: 7,
      status: 'queued',
      waitsFor: 'worker',
      steps: { total: 3, settled: 0 },
    })
    const byDocument = await start(plant('start', 3))
    expect(await ada.runs.get({ projectId, run: byDocument })).toMatchObject({ pipeline: { revision: null } })
    const asSaved = await start(plant('start'))
    expect(await ada.runs.get({ projectId, run: asSaved })).toMatchObject({ pipeline: { revision: 1 } })
    const neither = ada.runs.start({ projectId })
    await expect(neither).rejects.toMatchObject({ code: 'BAD_REQUEST' })
    const wrong = await ada.runs.start({ projectId, document: plant('start', 'many') })
    expect([wrong.run, wrong.issues[0].code]).toEqual([undefined, 'config-field'])
  })

  it('has one effect and one answer for a hundred repetitions with a key', async () => {
    const ada = gateway.as('ada')
    const request = { projectId, document: plant('once'), idempotencyKey: 'the one' }
    const answers = await Promise.all(Array.from({ length: 100 }, () => ada.runs.start(request)))
    expect(new Set(answers.map(canonicalJson)).size).toBe(1)
    expect((await ada.runs.list({ projectId, pipeline: 'once' })).items).toHaveLength(1)
    const other = ada.runs.start({ ...request, seed: 1 })
    await expect(other).rejects.toMatchObject({ code: 'CONFLICT', message: 'key-used-otherwise' })
    const bob = await gateway.as('bob').runs.start(request)
    expect(bob.run).not.toBe(answers[0].run)
  })

  it('runs up to a node, or only a node on what came out before', async () => {
    const until = await start(plant('part'), { part: { kind: 'until', node: 'lag' } })
    expect(await statusOf(until)).toEqual({ read: 'waiting', lag: 'waiting' })
    const alone = await start(plant('part'), { part: { kind: 'only', node: 'lag' } })
    expect(await statusOf(alone)).toEqual({ read: 'waiting', lag: 'waiting' })
    await workThrough(gateway, until, 'u')
    const only = await start(plant('part'), { part: { kind: 'only', node: 'chart' } })
    expect(await statusOf(only)).toEqual({ read: 'reused', lag: 'reused', chart: 'waiting' })
    const kept = await start(plant('part'), { part: { kind: 'only', node: 'lag' } })
    expect(await statusOf(kept)).toEqual({ read: 'reused', lag: 'waiting' })
    expect(await gateway.as('ada').runs.get({ projectId, run: kept })).toMatchObject({
      parentRun: only,
      fresh: true,
      part: { kind: 'only', node: 'lag' },
    })
    const changed = await start(plant('part', 9), { part: { kind: 'only', node: 'chart' } })
    expect(await statusOf(changed)).toEqual({ read: 'waiting', lag: 'waiting', chart: 'waiting' })
    await expect(start(plant('part'), { part: { kind: 'until', node: 'no' } })).rejects.toMatchObject({
      message: 'node-unknown',
    })
  })

  it('begins a part with pinned outputs, whatever has changed before them, and a whole run never', async () => {
    const ada = gateway.as('ada')
    const first = await start(plant('pins'))
    await workThrough(gateway, first, 'p')
    const pins = [{ node: 'lag', port: 'table', run: first }]
    const changed = plant('pins', 9)
    const only = await start(changed, { part: { kind: 'only', node: 'chart' }, pins })
    expect(await statusOf(only)).toEqual({ read: 'reused', lag: 'reused', chart: 'waiting' })
    const until = await start(changed, { part: { kind: 'until', node: 'chart' }, pins })
    expect(await statusOf(until)).toEqual({ read: 'reused', lag: 'reused', chart: 'waiting' })
    expect((await ada.runs.outputs({ projectId, run: until, node: 'lag' })).lag.out).toEqual(
      (await ada.runs.outputs({ projectId, run: first, node: 'lag' })).lag.out,
    )
    const itself = await start(changed, { part: { kind: 'until', node: 'lag' }, pins })
    expect(await statusOf(itself)).toEqual({ read: 'waiting', lag: 'waiting' })
    await expect(start(changed, { pins })).rejects.toMatchObject({ code: 'BAD_REQUEST' })
    const gone = [{ ...pins[0], run: randomUUID() }]
    await expect(
      start(changed, { part: { kind: 'until', node: 'chart' }, pins: gone }),
    ).rejects.toMatchObject({ message: 'run-unknown' })
  })

  it('runs again from a node or with other parameters, keeping what does not change', async () => {
    const ada = gateway.as('ada')
    const first = await start(plant('again', { $param: 'rows' }))
    await workThrough(gateway, first, 'a')
    const from = await ada.runs.rerun({ projectId, run: first, from: 'chart' })
    expect(await statusOf(from.run!)).toEqual({ read: 'reused', lag: 'reused', chart: 'waiting' })
    const other = await ada.runs.rerun({ projectId, run: first, parameters: { rows: 4 } })
    expect(await statusOf(other.run!)).toEqual({ read: 'reused', lag: 'waiting', chart: 'waiting' })
    expect(await ada.runs.get({ projectId, run: other.run! })).toMatchObject({ parameters: { rows: 4 } })
    const wrong = await ada.runs.rerun({ projectId, run: first, parameters: { rows: 'x' } })
    expect([wrong.run, wrong.issues.map(({ code }) => code)]).toEqual([undefined, ['parameter-value']])
  })
})

describe('looking at runs', () => {
  it('lists them in pages and by state, pipeline, starter and time', async () => {
    const ada = gateway.as('ada')
    const runs: string[] = []
    for (let index = 0; index < 5; index++) runs.push(await start(plant('list')))
    const bobs = (await gateway.as('bob').runs.start({ projectId, document: plant('list') })).run!
    await failAt(gateway, runs[0], 'read')
    const seen: string[] = []
    for (let cursor: string | undefined; ;) {
      const page = await ada.runs.list({ projectId, pipeline: 'list', limit: 4, cursor })
      seen.push(...page.items.map(({ run }) => run))
      if (!page.nextCursor) break
      cursor = page.nextCursor
    }
    expect(seen).toEqual([...runs, bobs].toReversed())
    const found = async (filter: object) =>
      (await ada.runs.list({ projectId, pipeline: 'list', ...filter })).items.map(({ run }) => run)
    expect(await found({ status: ['failed'] })).toEqual([runs[0]])
    expect(await found({ startedBy: 'bob' })).toEqual([bobs])
    const { createdAt } = await ada.runs.get({ projectId, run: runs[3] })
    expect(await found({ from: createdAt, startedBy: 'ada' })).toEqual([runs[4], runs[3]])
    expect(await found({ until: createdAt })).toEqual([runs[2], runs[1], runs[0]])
  })

  it('tells what failed, with every attempt, in the language of who asks', async () => {
    const run = await start(plant('failing'))
    await failAt(gateway, run, 'read')
    const german = gateway.as('ada', 'viewer', 'de')
    const { items } = await german.runs.list({ projectId, pipeline: 'failing' })
    expect(items[0]).toMatchObject({
      status: 'failed',
      failed: { node: 'read', block: 'simulated-history@1', text: '12.000 Zeilen wären zu viele.' },
    })
    const attempts = await german.runs.attempts({ projectId, run })
    expect(attempts).toMatchObject([
      {
        number: 1,
        status: 'failed',
        error: { code: 'disk-full', text: 'Der Datenträger ist voll.' },
        logs: [{ level: 'warning', text: '7 Zeilen waren nicht nach der Zeit geordnet und sind es jetzt.' }],
      },
      {
        number: 2,
        error: { code: 'too-many-rows', remedy: 'Einen größeren Schritt oder eine kürzere Zeit wählen.' },
        logs: [],
      },
    ])
    const english = gateway.as('ada')
    const [line] = await english.runs.logs({ projectId, run })
    expect(line.text).toBe('7 rows were not in order of time and now are.')
    expect(await english.runs.logs({ projectId, run, after: line.id })).toEqual([])
    expect((await english.runs.steps({ projectId, run }))[0]).toMatchObject({
      status: 'failed',
      attempts: 2,
      error: { text: '12,000 rows would be too many.' },
    })
  })

  it('compares two runs, and one with the last that went well', async () => {
    const ada = gateway.as('ada')
    const good = await start(plant('compare', { $param: 'rows' }))
    await workThrough(gateway, good, 'same', 0.5)
    const other = await start(plant('compare', { $param: 'rows' }), { parameters: { rows: 3 }, seed: 2 })
    await workThrough(gateway, other, 'other', 0.75)
    const found = await ada.runs.compare({ projectId, before: good, after: other })
    expect(found.parameters).toEqual([{ kind: 'changed', path: ['rows'], before: 1, after: 3 }])
    expect(found.settings).toEqual([{ kind: 'changed', path: ['seed'], before: 0, after: 2 }])
    expect(found.document.isSame).toBe(true)
    expect(found.metrics[0]).toEqual({ node: 'read', port: 'out', name: 'r2', before: 0.5, after: 0.75 })
    expect(found.steps.map(({ node, sameOutputs }) => [node, sameOutputs])).toEqual([
      ['read', false],
      ['lag', false],
      ['chart', false],
    ])
    const bad = await start(plant('compare', 5))
    await failAt(gateway, bad, 'read')
    const since = await ada.runs.sinceGood({ projectId, run: bad })
    expect(since.lastGood).toBe(other)
    expect(since.comparison?.document.nodes.changed[0].fields[0]).toMatchObject({
      path: ['config', 'lags'],
      after: [5],
    })
    expect(await ada.runs.sinceGood({ projectId, run: good })).toEqual({ lastGood: null, comparison: null })
    expect(await ada.runs.outputs({ projectId, run: good, node: 'lag' })).toEqual({
      lag: { out: { value: { r2: 0.5 } } },
    })
    expect((await ada.runs.document({ projectId, run: bad })).nodes).toHaveLength(3)
  })

  it('refuses what is not there, cancels and deletes', async () => {
    const ada = gateway.as('ada')
    for (const ask of [
      'get',
      'steps',
      'attempts',
      'logs',
      'outputs',
      'sinceGood',
      'document',
      'cancel',
    ] as const)
      await expect(ada.runs[ask]({ projectId, run: randomUUID() })).rejects.toMatchObject({
        message: 'run-unknown',
      })
    const run = await start(plant('ending'))
    await expect(ada.runs.delete({ projectId, run })).rejects.toMatchObject({ message: 'run-open' })
    await ada.runs.cancel({ projectId, run })
    expect(await ada.runs.get({ projectId, run })).toMatchObject({ isCancelWanted: true })
    await failAt(gateway, await start(plant('gone')), 'read')
    const [{ run: gone }] = (await ada.runs.list({ projectId, pipeline: 'gone' })).items
    await ada.runs.delete({ projectId, run: gone })
    await expect(ada.runs.get({ projectId, run: gone })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })
})

describe('without an engine', () => {
  const alone = useGateway({ temporalAddress: '127.0.0.1:1' })

  it('accepts runs, and shows what they wait for', async () => {
    const ada = alone.as('ada')
    const began = Date.now()
    const { run } = await ada.runs.start({ projectId, document: plant('away') })
    expect(Date.now() - began).toBeLessThan(3_000)
    expect(await ada.runs.get({ projectId, run: run! })).toMatchObject({
      status: 'queued',
      waitsFor: 'engine',
    })
  })
})
