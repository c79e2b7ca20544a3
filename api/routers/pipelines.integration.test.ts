import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { parseText } from '#datasets/topology/document-text.ts'
import { documentNamed } from '#datasets/topology/topology-contract.ts'
import { documentSchema } from '#pipeline/document.ts'
import type { PipelineDocument } from '#pipeline/document.ts'
import type { DocumentDiff } from '#pipeline/document-diff.ts'
import { useGateway } from '#test/fixtures/gateway.ts'

const gateway = useGateway()
const { projectId } = gateway

function documentWith(id: string, name: string, config: Record<string, unknown> = {}): PipelineDocument {
  return documentNamed(id, name, config)
}

/** A simulated station and nine blocks after one another, ten times. */
function tenChains(): PipelineDocument {
  const after = (chain: number, place: number) => ({
    id: `${chain}-${place}`,
    block: 'lag',
    version: 1,
    config: { columns: ['power'], lags: [place] },
  })
  const nodes = range(10).flatMap((chain) => [
    { id: `${chain}-0`, block: 'simulated-history', version: 1, config: { days: 1, step: '15 min' } },
    ...range(9).map((place) => after(chain, place + 1)),
  ])
  const edges = range(10).flatMap((chain) =>
    range(9).map((place) => ({
      from: { node: `${chain}-${place}`, port: 'table' },
      to: { node: `${chain}-${place + 1}`, port: 'table' },
    })),
  )
  return documentSchema.parse({ ecoki: 1, id: 'big', name: 'Big', nodes, edges })
}

const range = (count: number) => Array.from({ length: count }, (_, index) => index)

async function auditOf(id: string): Promise<string[]> {
  const { rows } = await gateway.app.pool.query<{ action: string; name: string }>(
    'select action, actor_name as name from audit where object_id = $1 order by seq',
    [id],
  )
  return rows.map(({ action, name }) => `${name}: ${action}`)
}

describe('pipelines', () => {
  it('are saved in versions that say who saved them', async () => {
    const ada = gateway.as('ada')
    const first = await ada.pipelines.save({
      projectId,
      document: documentWith('a', 'A'),
      expectedRevision: 0,
    })
    expect(first).toMatchObject({ id: 'a', revision: 1, nodes: 1, edges: 0 })
    const second = await gateway.as('bob').pipelines.save({
      projectId,
      document: documentWith('a', 'A2'),
      expectedRevision: 1,
      name: 'good',
      note: 'tested',
    })
    expect(second.hash).not.toBe(first.hash)
    expect(await ada.pipelines.versions({ projectId, id: 'a' })).toMatchObject([
      { revision: 2, hash: second.hash, savedBy: 'bob', name: 'good', note: 'tested' },
      { revision: 1, hash: first.hash, savedBy: 'ada', name: null, note: null },
    ])
    expect(await ada.pipelines.get({ projectId, id: 'a', revision: 1 })).toMatchObject({
      document: documentWith('a', 'A'),
      revision: 1,
      newestRevision: 2,
      hash: first.hash,
    })
    expect(await ada.pipelines.versions({ projectId, id: 'a', before: 2 })).toHaveLength(1)
    expect(await auditOf('a')).toEqual(['ada: pipeline.save', 'bob: pipeline.save'])
  })

  it('let one of 50 savers win and tell the others what differs', async () => {
    const ada = gateway.as('ada')
    await ada.pipelines.save({
      projectId,
      document: documentWith('race', 'R', { path: 'a' }),
      expectedRevision: 0,
    })
    const outcomes = await Promise.allSettled(
      Array.from({ length: 50 }, (_, index) =>
        ada.pipelines.save({
          projectId,
          document: documentWith('race', 'R', { path: `b${index}` }),
          expectedRevision: 1,
        }),
      ),
    )
    const winner = outcomes.findIndex(({ status }) => status === 'fulfilled')
    const lost = outcomes.flatMap((outcome) =>
      outcome.status === 'rejected' ? [outcome.reason as Refusal] : [],
    )
    expect(lost).toHaveLength(49)
    expect(await ada.pipelines.versions({ projectId, id: 'race' })).toHaveLength(2)
    for (const { code, cause } of lost) {
      expect([code, cause.code]).toEqual(['CONFLICT', 'revision-conflict'])
      expect(cause.params).toMatchObject({ expected: 1, newest: 2, savedBy: 'ada' })
      const change = { kind: 'changed', path: ['config', 'path'], before: 'a' }
      expect(cause.params.theirs.nodes.changed[0].fields).toEqual([{ ...change, after: `b${winner}` }])
      expect(cause.params.mine.nodes.changed[0].fields).toMatchObject([change])
    }
  })

  it('are renamed, copied, restored to an old version without losing one', async () => {
    const ada = gateway.as('ada')
    await ada.pipelines.save({
      projectId,
      document: documentWith('x', 'X', { path: '1' }),
      expectedRevision: 0,
    })
    expect(await ada.pipelines.rename({ projectId, id: 'x', name: 'Y' })).toMatchObject({ revision: 2 })
    await ada.pipelines.nameVersion({ projectId, id: 'x', revision: 1, name: 'before', note: null })
    const old = await ada.pipelines.restoreVersion({ projectId, id: 'x', revision: 1, expectedRevision: 2 })
    expect(old.revision).toBe(3)
    expect((await ada.pipelines.get({ projectId, id: 'x' })).document.name).toBe('X')
    expect((await ada.pipelines.versions({ projectId, id: 'x' })).map(({ name }) => name)).toEqual([
      'before',
      null,
      'before',
    ])
    const copy = await ada.pipelines.duplicate({ projectId, id: 'x', revision: 2, name: 'Copy' })
    expect((await ada.pipelines.get({ projectId, id: copy.id })).document).toMatchObject({
      name: 'Copy',
      nodes: [{ config: { path: '1' } }],
    })
    const taken = ada.pipelines.duplicate({ projectId, id: 'x', newId: copy.id, name: 'other' })
    await expect(taken).rejects.toMatchObject({ message: 'revision-conflict' })
    expect(await auditOf('x')).toEqual([
      'ada: pipeline.save',
      'ada: pipeline.rename',
      'ada: pipeline.restore-version',
    ])
  })

  it('are listed in pages, searched, and out of sight when archived', async () => {
    const ada = gateway.as('ada')
    const names = ['l-one', 'l-two', 'l-three', 'L_50%']
    for (const name of names)
      await ada.pipelines.save({ projectId, document: documentWith(name, name), expectedRevision: 0 })
    const seen: string[] = []
    for (let cursor: string | undefined; ;) {
      const page = await ada.pipelines.list({ projectId, limit: 2, search: 'l', cursor })
      seen.push(...page.items.map(({ id }) => id))
      if (page.nextCursor === null) break
      cursor = page.nextCursor
    }
    expect(seen.filter((id) => names.includes(id))).toEqual(names.toReversed())
    expect((await ada.pipelines.list({ projectId, search: '_50%' })).items.map(({ id }) => id)).toEqual([
      'L_50%',
    ])
    await ada.pipelines.archive({ projectId, id: 'l-two' })
    await ada.pipelines.archive({ projectId, id: 'l-two' })
    const ids = async (archived: 'no' | 'only' | 'all') =>
      (await ada.pipelines.list({ projectId, search: 'l-', archived })).items.map(({ id }) => id)
    expect(await ids('no')).toEqual(['l-three', 'l-one'])
    expect(await ids('only')).toEqual(['l-two'])
    const save = ada.pipelines.save({
      projectId,
      document: documentWith('l-two', 'new'),
      expectedRevision: 1,
    })
    await expect(save).rejects.toMatchObject({ message: 'pipeline-archived' })
    await ada.pipelines.restore({ projectId, id: 'l-two' })
    expect(await ids('no')).toContain('l-two')
    expect(await auditOf('l-two')).toEqual([
      'ada: pipeline.save',
      'ada: pipeline.archive',
      'ada: pipeline.restore',
    ])
    await expect(ada.pipelines.list({ projectId, cursor: 'bm9uZQ' })).rejects.toMatchObject({
      message: 'cursor-invalid',
    })
  })

  it('go out as text and come in again', async () => {
    const ada = gateway.as('ada')
    const document = documentWith('text', 'Über/alles', { path: 'ä: - #' })
    await ada.pipelines.save({ projectId, document, expectedRevision: 0 })
    for (const format of ['json', 'yaml'] as const) {
      const { text, fileName } = await ada.pipelines.export({ projectId, id: 'text', format })
      expect(fileName).toBe(`Über-alles.${format}`)
      expect(parseText(fileName, text)).toEqual(document)
      const read = await ada.pipelines.readText({ projectId, text, format })
      expect(read.document).toEqual(document)
      expect(read.issues.length).toBeGreaterThan(0)
      const made = await ada.pipelines.import({ projectId, text, format, id: 'new' })
      expect((await ada.pipelines.get({ projectId, id: made.id })).document.nodes).toEqual(document.nodes)
      await expect(ada.pipelines.import({ projectId, text, format, id: 'a' })).rejects.toMatchObject({
        message: 'revision-conflict',
      })
    }
    const broken = ada.pipelines.import({ projectId, text: '{"ecoki": 1,', format: 'json' })
    await expect(broken).rejects.toMatchObject({ code: 'BAD_REQUEST', message: 'document-unreadable' })
    const wrong = ada.pipelines.import({ projectId, text: '{"ecoki": 1}', format: 'json' })
    await expect(wrong).rejects.toMatchObject({ message: 'document-invalid' })
  })

  it('are compared, saved or not', async () => {
    const ada = gateway.as('ada')
    await ada.pipelines.save({ projectId, document: documentWith('d', 'D'), expectedRevision: 0 })
    await ada.pipelines.save({ projectId, document: documentWith('d', 'D2'), expectedRevision: 1 })
    const between = await ada.pipelines.diff({
      projectId,
      before: { id: 'd', revision: 1 },
      after: { id: 'd' },
    })
    expect(between.settings).toEqual([{ kind: 'changed', path: ['name'], before: 'D', after: 'D2' }])
    const unsaved = await ada.pipelines.diff({
      projectId,
      before: { id: 'd' },
      after: { document: documentWith('d', 'D2') },
    })
    expect(unsaved.isSame).toBe(true)
  })

  it('keep a draft for each person', async () => {
    const [ada, bob] = [gateway.as('ada'), gateway.as('bob')]
    const draft = documentWith('w', 'in work')
    const kept = await ada.pipelines.draft.save({ projectId, id: 'w', document: draft, baseRevision: 0 })
    expect(await ada.pipelines.draft.save({ projectId, id: 'w', document: draft, baseRevision: 0 })).toEqual(
      kept,
    )
    expect(await ada.pipelines.draft.get({ projectId, id: 'w' })).toEqual({
      document: draft,
      baseRevision: 0,
      pins: [],
      ...kept,
    })
    const pins = [{ node: 'n', port: 'table', run: randomUUID() }]
    await ada.pipelines.draft.save({ projectId, id: 'w', document: draft, baseRevision: 0, pins })
    expect(await ada.pipelines.draft.get({ projectId, id: 'w' })).toMatchObject({ document: draft, pins })
    expect(await bob.pipelines.draft.get({ projectId, id: 'w' })).toBeNull()
    await bob.pipelines.draft.discard({ projectId, id: 'w' })
    await ada.pipelines.draft.discard({ projectId, id: 'w' })
    expect(await ada.pipelines.draft.get({ projectId, id: 'w' })).toBeNull()
    expect(await auditOf('w')).toEqual(['ada: draft.save', 'ada: draft.save', 'ada: draft.discard'])
  })

  it('are checked in less than 50 ms for 100 nodes, with the schemas behind all ports', async () => {
    const ada = gateway.as('ada')
    const document = tenChains()
    expect(document.nodes).toHaveLength(100)
    const durations: number[] = []
    for (let round = 0; round < 20; round++) {
      const began = performance.now()
      const { issues, schemas } = await ada.pipelines.check({ projectId, document })
      durations.push(performance.now() - began)
      expect(issues.filter(({ severity }) => severity === 'error')).toEqual([])
      expect(Object.keys(schemas)).toHaveLength(100)
    }
    // The others are what else the machine does.
    expect(Math.min(...durations)).toBeLessThan(50)
  })

  it('are not there for others, and nothing a viewer may change', async () => {
    const ada = gateway.as('ada')
    for (const id of ['nowhere', '__proto__'])
      await expect(ada.pipelines.get({ projectId, id })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    const elsewhere = ada.pipelines.list({ projectId: '00000000-0000-7000-8000-00000000000f' })
    await expect(elsewhere).rejects.toMatchObject({ code: 'NOT_FOUND' })
    const viewer = gateway.as('vera', 'viewer')
    await expect(viewer.pipelines.archive({ projectId, id: 'd' })).rejects.toMatchObject({
      code: 'FORBIDDEN',
    })
  })
})

interface Refusal {
  code: string
  cause: { code: string; params: { theirs: DocumentDiff; mine: DocumentDiff } }
}
