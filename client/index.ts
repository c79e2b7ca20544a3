/** EcoKI for programs: `const ecoki = createClient({ url, token })`. Needs Node 22 or newer and nothing else. */
import { Connection } from './connection.ts'
import type { ClientOptions } from './connection.ts'
import { Datasets } from './datasets.ts'
import { Files } from './files.ts'
import { Pipelines } from './pipelines.ts'
import { Project } from './project.ts'
import { Runs } from './runs.ts'
import type { BlockDescription } from './block-types.ts'

export type { ClientOptions } from './connection.ts'
export type { Download, DownloadRequest, PageRequest } from './datasets.ts'
export { EcokiError } from './error.ts'
export type { UploadOptions } from './files.ts'
export type { CheckRequest, PipelineListRequest, SaveRequest } from './pipelines.ts'
export { Run } from './run.ts'
export type { Waiting } from './run.ts'
export type * from './block-types.ts'
export type * from './types.ts'

export interface Client {
  runs: Runs
  files: Files
  datasets: Datasets
  pipelines: Pipelines
  blocks: {
    /** Every version of every block, by id and version. */
    catalog(): Promise<BlockDescription[]>
  }
}

/** Nothing is sent before something is asked for. */
export function createClient(options: ClientOptions): Client {
  const connection = new Connection(options)
  const project = new Project(connection, options.project)
  return {
    runs: new Runs(project),
    files: new Files(project),
    datasets: new Datasets(project),
    pipelines: new Pipelines(project),
    blocks: { catalog: () => connection.call('blocks.catalog', {}) },
  }
}
