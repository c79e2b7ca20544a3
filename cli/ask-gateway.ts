/** A pipeline file on its way to the gateway: parsed here, its files brought, everything that is wrong with it told. */
import { dirname, resolve } from 'node:path'
import { EcokiError } from '#client/index.ts'
import type { Client, Run, StartRequest } from '#client/index.ts'
import type { Issue } from '#pipeline/issue.ts'
import { parseDocument } from '#pipeline/parse-document.ts'
import { bringFiles } from './bring-files.ts'
import type { Brought } from './bring-files.ts'
import { blocksOf } from './gateway-blocks.ts'
import type { FindBlock } from './gateway-blocks.ts'
import { absolutePaths, parameterValues, systemLanguage } from './options.ts'

export interface FileRequest {
  /** Of the pipeline. */
  file: string
  /** What it holds, not checked yet. */
  document: unknown
  param?: Record<string, string>
  input?: Record<string, string>
  findBlock?: FindBlock
}

interface Ready {
  brought: Brought
  parameters: Record<string, unknown>
}

/** The run that was started, or why none was. */
export async function startFile(
  client: Client,
  request: FileRequest,
  how: Pick<StartRequest, 'fresh' | 'segmentation'>,
): Promise<{ run?: Run; issues: Issue[] }> {
  const ready = await prepare(client, request)
  if ('issues' in ready) return ready
  const { brought, parameters } = ready
  const { document, wrongInputs, missing } = brought
  if (missing.size + wrongInputs.length > 0) return { issues: (await judge(client, ready)).issues }
  try {
    const run = await client.runs.start({ document, parameters, ...how })
    return { run, issues: run.issues }
  } catch (error) {
    if (!(error instanceof EcokiError) || error.code !== 'pipeline-invalid') throw error
    return { issues: error.params.issues as Issue[] }
  }
}

/** Everything that is wrong; without planHash it cannot run. */
export async function validateFile(
  client: Client,
  request: FileRequest,
): Promise<{ planHash?: string; issues: Issue[] }> {
  const ready = await prepare(client, request)
  return 'issues' in ready ? ready : judge(client, ready)
}

async function prepare(client: Client, request: FileRequest): Promise<Ready | { issues: Issue[] }> {
  const parsed = parseDocument(request.document, systemLanguage())
  if ('issues' in parsed) return parsed
  const parameters = parameterValues(parsed.document, request.param)
  const brought = await bringFiles(
    { client, findBlock: request.findBlock ?? blocksOf(client) },
    {
      ...{ document: parsed.document, parameters, inputs: absolutePaths(request.input) },
      folder: dirname(resolve(request.file)),
    },
  )
  return { brought, parameters }
}

/** The gateway's problems, with what is known here about files that it was not given. */
async function judge(
  client: Client,
  { brought, parameters }: Ready,
): Promise<{ planHash?: string; issues: Issue[] }> {
  const { document, wrongInputs, missing } = brought
  const answer = await client.pipelines.validate({ document, parameters })
  const issues = answer.issues.map((issue) =>
    issue.code === 'file-not-uploaded' ? (missing.get(issue.node ?? '') ?? issue) : issue,
  )
  return {
    planHash: wrongInputs.length > 0 ? undefined : answer.planHash,
    issues: [...wrongInputs, ...issues],
  }
}
