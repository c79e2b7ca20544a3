/** Everything that can be asked for is asked for. */
import { defaultProjectId as projectId } from '#api/app.ts'
import type { Planter } from './planter.ts'

/** Everything that can be asked for is asked for. */
export async function readEverything(planter: Planter): Promise<void> {
  const ofProject = [
    'audit.list',
    'audit.export',
    'datasets.files',
    'pipelines.list',
    'projects.members',
    'runs.list',
  ]
  for (const path of ofProject) await planter.visitor.must(path, { projectId }, { as: planter.admin })
  const ofAll = [
    'audit.listAll',
    'audit.exportAll',
    'projects.list',
    'projects.listAll',
    'session.state',
    'system.disk',
  ]
  const ofPeople = [
    'tokens.list',
    'tokens.listAll',
    'users.list',
    'users.me',
    'blocks.catalog',
    'resources.palette',
  ]
  for (const path of [...ofAll, ...ofPeople]) await planter.visitor.must(path, {}, { as: planter.admin })
  const ofRun = ['get', 'document', 'steps', 'attempts', 'logs', 'outputs', 'result']
  for (const path of ofRun)
    await planter.visitor.must(`runs.${path}`, { projectId, run: planter.runId }, { as: planter.admin })
  for (const path of ['get', 'versions'])
    await planter.visitor.must(`pipelines.${path}`, { projectId, id: 'planted' }, { as: planter.admin })
  const wanted = { projectId, id: 'planted', format: 'yaml' }
  await planter.visitor.must('pipelines.export', wanted, { as: planter.admin })
  for (const path of ['/metrics', '/healthz', '/readyz', '/', '/api/v1/openapi.json', '/api/policy-reports'])
    await planter.visitor.send(path, { as: planter.admin, headers: { accept: 'text/html, */*' } })
}
