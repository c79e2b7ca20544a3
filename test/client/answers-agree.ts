/** What the gateway answers is what the client says it is: checked by the compiler, never run. */
import type { AppRouter } from '#api/root.ts'
import type { LiveEvent } from '#api/live/events.ts'
import type * as client from '#client/index.ts'

type Procedures = AppRouter['_def']['procedures']
type Answer<P extends { _def: { $types: { output: unknown } } }> = P['_def']['$types']['output']
type Input<P extends { _def: { $types: { input: unknown } } }> = P['_def']['$types']['input']

/** Fails to compile unless every value of `Given` is one of `Wanted`. */
type Agrees<Wanted, Given extends Wanted> = Given

export type Checked = [
  Agrees<client.RunResult, Answer<Procedures['runs']['result']>>,
  Agrees<client.RunDetail, Answer<Procedures['runs']['get']>>,
  Agrees<client.Page<client.RunSummary>, Answer<Procedures['runs']['list']>>,
  Agrees<{ run?: string; issues: client.Issue[] }, Answer<Procedures['runs']['start']>>,
  Agrees<{ run?: string; issues: client.Issue[] }, Answer<Procedures['runs']['rerun']>>,
  Agrees<{ file: client.FileRef }[], Answer<Procedures['datasets']['files']>>,
  Agrees<client.TablePage, Answer<Procedures['datasets']['page']>>,
  Agrees<client.Page<client.PipelineSummary>, Answer<Procedures['pipelines']['list']>>,
  Agrees<client.StoredPipeline, Answer<Procedures['pipelines']['get']>>,
  Agrees<client.SavedPipeline, Answer<Procedures['pipelines']['save']>>,
  Agrees<{ planHash: string | null; issues: client.Issue[] }, Answer<Procedures['pipelines']['validate']>>,
  Agrees<client.BlockDescription[], Answer<Procedures['blocks']['catalog']>>,
  Agrees<client.RunEvent, Extract<LiveEvent, { run: string }>>,
]

export type Asked = [
  Agrees<Input<Procedures['runs']['start']>, client.StartRequest & { projectId: string }>,
  Agrees<Input<Procedures['runs']['rerun']>, client.RerunRequest & { projectId: string; run: string }>,
  Agrees<Input<Procedures['runs']['list']>, client.RunListRequest & { projectId: string }>,
  Agrees<
    Input<Procedures['datasets']['page']>,
    client.OutputName & client.PageRequest & { projectId: string }
  >,
  Agrees<Input<Procedures['pipelines']['list']>, client.PipelineListRequest & { projectId: string }>,
  Agrees<Input<Procedures['pipelines']['save']>, client.SaveRequest & { projectId: string }>,
  Agrees<Input<Procedures['pipelines']['validate']>, client.CheckRequest & { projectId: string }>,
]
