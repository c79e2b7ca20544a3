/** `ecoki run FILE`: checks, starts and follows a pipeline. */
import { join, resolve } from 'node:path'
import { Command } from 'commander'
import type { Client, Run } from '#client/index.ts'
import { checkoutDirectory } from '#config/directories.ts'
import type { Issue } from '#pipeline/issue.ts'
import { visibleJson } from '#pipeline/visible-text.ts'
import { startFile } from '../ask-gateway.ts'
import { checkOutputs, copyOutputs, openReports } from '../copy-outputs.ts'
import { exitCodes } from '../exit-codes.ts'
import { followRun } from '../follow-run.ts'
import { blocksOf } from '../gateway-blocks.ts'
import { leaveRunning, untilInterrupted } from '../interrupt.ts'
import { collectPairs } from '../options.ts'
import { printIssues } from '../print-issues.ts'
import { exitCodeOf, printLogs, printOutputs, runDocument } from '../print-run.ts'
import { readDocument } from '../read-document.ts'
import { withClient } from '../with-client.ts'

interface RunOptions {
  param?: Record<string, string>
  input?: Record<string, string>
  output?: Record<string, string>
  json?: boolean
  fresh?: boolean
  open?: boolean
  oneSegment?: boolean
}

/** Runs on data that it simulates. */
const defaultPipeline = join(checkoutDirectory, 'examples', 'compressed-air.json')

export function run(): Command {
  return new Command('run')
    .description('Check a pipeline file, run it and show what came out.')
    .argument(
      '[file]',
      'the pipeline, JSON or YAML; without one, an example that needs no data',
      defaultPipeline,
    )
    .option('--param <name=value>', 'set a parameter (repeat for more)', collectPairs)
    .option('--input <node=path>', 'let a reader read this file (repeat for more)', collectPairs)
    .option('--output <node=path>', 'copy what a sink wrote to this path after success', collectPairs)
    .option('--json', 'print exactly one JSON document')
    .option('--fresh', 'compute everything again, take nothing from earlier runs')
    .option('--open', 'open the reports when the run is done')
    .option('--one-segment', 'run all blocks by one activity (less overhead, coarser history)')
    .action((file: string, options: RunOptions) =>
      withClient((client) => runFile(client, file, options), options.json),
    )
}

async function runFile(client: Client, file: string, options: RunOptions): Promise<number> {
  // From the very beginning: a run that has just been accepted must be told about, too. A second Ctrl+C ends at once.
  const signal = untilInterrupted()
  const document = await readDocument(resolve(file))
  const findBlock = blocksOf(client)
  await checkOutputs(findBlock, document, options.output)
  const { param, input, fresh, oneSegment } = options
  const { run, issues } = await startFile(
    client,
    { file, document, param, input, findBlock },
    { fresh, segmentation: oneSegment ? 'whole' : 'node' },
  )
  if (!options.json || !run) printProblems(issues, options)
  return run ? follow(client, run, { ...options, signal }) : exitCodes.userMistake
}

function printProblems(issues: Issue[], { json }: RunOptions): void {
  if (!json) return printIssues(issues)
  process.stdout.write(`${visibleJson({ status: 'invalid', issues })}\n`)
}

async function follow(
  client: Client,
  run: Run,
  options: RunOptions & { signal: AbortSignal },
): Promise<number> {
  const { json, output, open, signal } = options
  if (!json) process.stderr.write(`run ${run.id}\n`)
  const finished = await followRun(run, { isQuiet: json ?? false, signal })
  if (!finished) return leaveRunning(run.id)
  if (json) process.stdout.write(`${visibleJson(runDocument(finished))}\n`)
  else {
    printLogs(finished, (line) => process.stderr.write(`${line}\n`))
    printOutputs(finished)
    process.stderr.write(`${finished.status} in ${((finished.durationMs ?? 0) / 1000).toFixed(2)} s\n`)
  }
  if (finished.status === 'done') await copyOutputs(client, finished, output)
  if (open && finished.status === 'done') await openReports(client, finished)
  return exitCodeOf(finished)
}
