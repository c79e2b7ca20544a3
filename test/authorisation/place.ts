/** A project with one of everything, whose names, unlike the ids, nobody outside of it may ever read. */
import { v7 as uuid } from 'uuid'
import type { App } from '#api/app.ts'
import { forProject } from '#api/app.ts'
import { createAnnotation } from '#api/use-cases/boards/annotations.ts'
import { createKept } from '#api/use-cases/boards/kept.ts'
import type { KeptKind } from '#api/use-cases/boards/kept.ts'
import { savePipeline } from '#api/use-cases/save-pipeline.ts'
import { acceptRun } from '#api/use-cases/start-run.ts'
import { storeValue } from '#datasets/values.ts'
import { compile } from '#pipeline/compile.ts'
import { documentSchema } from '#pipeline/document.ts'
import type { PipelineDocument } from '#pipeline/document.ts'
import { seededTable } from '../fixtures/tables.ts'

/** What inputs of procedures name. */
export interface Place {
  projectId: string
  /** Stands in every name of the place, and in no id. */
  canary: string
  /** A person who is in this project only. */
  userId: string
  email: string
  /** A token of that person. */
  token: string
  document: PipelineDocument
  /** A saved pipeline. */
  pipeline: string
  /** A run with a table at `node`.`port`. */
  run: string
  node: string
  port: string
  /** A column of numbers in that table. */
  column: string
  /** A file that was brought into the project. */
  file: string
  /** A run that is open and that nothing else names. */
  freshRun(): Promise<string>
  /** A run that is over and that nothing else names. */
  freshFinishedRun(): Promise<string>
  /** A pipeline that nothing else names. */
  freshPipeline(): Promise<string>
  /** A paused connection, a tag and an asset that nothing else names. */
  freshConnection(): Promise<string>
  freshTag(): Promise<number>
  /** What people keep about tags, each named by nothing else. */
  freshTrend(): Promise<string>
  freshDashboard(): Promise<string>
  freshAnnotation(): Promise<string>
  freshAsset(): Promise<string>
  /** A file that nothing else names. */
  freshFile(): Promise<string>
}

const node = 'station'
const port = 'table'

export async function makePlace(gateway: App, canary: string): Promise<Place> {
  const projectId = uuid()
  await gateway.prisma.project.create({ data: { id: projectId, name: `${canary} project` } })
  const app = forProject(gateway, projectId)
  const document = documentNamed(uuid(), `${canary} pipeline`)
  await savePipeline(app, { document, expectedRevision: 0 })
  const person = await makePerson(app, canary)
  const place = {
    ...{ projectId, canary, ...person, document, pipeline: document.id, node, port, column: 'amount' },
    freshRun: () => makeRun(app, document),
    freshFinishedRun: () => makeFinishedRun(app, document),
    ...plantObjects(app, canary),
    freshTrend: () => makeKept(app, 'trend', canary),
    freshDashboard: () => makeKept(app, 'dashboard', canary),
    freshAnnotation: () => makeAnnotation(app, canary),
    freshFile: () => makeFile(app, `${canary}-${uuid()}.csv`),
    freshPipeline: async () => {
      const id = uuid()
      await savePipeline(app, { document: { ...document, id }, expectedRevision: 0 })
      return id
    },
  }
  return { ...place, run: await makeFinishedRun(app, document), file: await place.freshFile() }
}

function plantObjects({ pool, projectId }: App, canary: string) {
  return {
    freshConnection: async () => {
      const id = uuid()
      await pool.query(
        `insert into connection (id, project_id, name, protocol, adapter_version, config, desired, created_by, changed_by)
         values ($1, $2, $3, 'modbus', 1, '{"host":"127.0.0.1","port":1}', 'running', 'x', 'x')`,
        [id, projectId, `${canary} ${id}`],
      )
      return id
    },
    freshTag: async () => {
      const { rows } = await pool.query<{ id: number }>(
        `insert into tag (project_id, name, value_type) values ($1, $2, 'number') returning id`,
        [projectId, `${canary} ${uuid()}`],
      )
      return rows[0].id
    },
    freshAsset: async () => {
      const id = uuid()
      const name = `${canary} ${id}`
      await pool.query(`insert into asset (id, project_id, kind, name) values ($1, $2, 'site', $3)`, [
        id,
        projectId,
        name,
      ])
      return id
    },
  }
}

/** One reader of a simulated station. */
export function documentNamed(id: string, name: string): PipelineDocument {
  const config = { days: 60, step: '15 min' }
  const nodes = [{ id: node, block: 'simulated-history', version: 1, config }]
  return documentSchema.parse({ ecoki: 1, id, name, nodes })
}

/** Accepted, and not known to any engine: nothing happens to it meanwhile. */
async function makeRun(app: App, document: PipelineDocument): Promise<string> {
  const { plan, issues } = compile(document, app.catalog)
  if (!plan) throw new Error(JSON.stringify(issues))
  return acceptRun(app, { document, plan, issues: [], fresh: false, segmentation: 'node', seed: 0 })
}

/** A run that ended well, with a table that is in the store. */
async function makeFinishedRun(app: App, document: PipelineDocument): Promise<string> {
  const run = await makeRun(app, document)
  const table = seededTable(1)
  const stored = await storeValue(app.store, { type: 'table', table }, { type: 'table', table: table.schema })
  const outputs = JSON.stringify({ [port]: stored })
  const { pool } = app
  await pool.query(`update run set status = 'running', started_at = now() where id = $1`, [run])
  await pool.query(`update step set status = 'running' where run_id = $1`, [run])
  await pool.query(`update step set status = 'done', outputs = $2 where run_id = $1`, [run, outputs])
  await pool.query(`update run set status = 'done', finished_at = now() where id = $1`, [run])
  return run
}

async function makeKept(app: App, kind: KeptKind, canary: string): Promise<string> {
  const range = { kind: 'live', ms: 60_000 }
  const content = { version: 1, ...(kind === 'trend' ? { tags: [], range, axes: [] } : { widgets: [] }) }
  return (await createKept(app, kind, { name: `${canary} ${uuid()}`, content })).id
}

async function makeAnnotation(app: App, canary: string): Promise<string> {
  const [from, to] = ['2026-01-01T00:00:00Z', '2026-01-02T00:00:00Z']
  return (await createAnnotation(app, { from, to, text: `${canary} leak`, label: null, tags: [] })).id
}

async function makeFile({ pool, projectId }: App, name: string): Promise<string> {
  const id = uuid()
  await pool.query(
    `insert into upload (id, project_id, hash, name, mime, bytes, created_by) values ($1, $2, $3, $4, 'text/csv', 5, 'x')`,
    [id, projectId, id.replaceAll('-', '').repeat(2), name],
  )
  return id
}

async function makePerson(
  { prisma, projectId }: App,
  canary: string,
): Promise<Pick<Place, 'userId' | 'email' | 'token'>> {
  const [userId, token] = [uuid(), uuid()]
  const memberships = { create: { projectId, role: 'viewer' } }
  const email = `${userId}@plant.example`
  await prisma.appUser.create({ data: { id: userId, name: `${canary} person`, email, memberships } })
  await prisma.apiToken.create({
    data: { id: token, hash: token, name: `${canary} token`, ownerId: userId, scopes: ['read'] },
  })
  return { userId, email, token }
}
