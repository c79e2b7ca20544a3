/** `ecoki run FILE`: checks, starts and follows a pipeline. */
import { dirname, join, resolve } from 'node:path'
import { Command } from 'commander'
import { readDocument } from '#api/use-cases/read-document.ts'
import { startRun } from '#api/use-cases/start-run.ts'
import type { App } from '#api/app.ts'
import { checkoutDirectory } from '#config/directories.ts'
import type { Segmentation } from '#pipeline/plan.ts'
import { visibleJson } from '#pipeline/visible-text.ts'
import { checkOutputs, copyOutputs, openReports } from '../copy-outputs.ts'
import { exitCodes } from '../exit-codes.ts'
import { followRun } from '../follow-run.ts'
import { leaveRunning, untilInterrupted } from '../interrupt.ts'
import { absolutePaths, collectPairs, parameterValues, systemLanguage } from '../options.ts'
import { printIssues } from '../print-issues.ts'
import { exitCodeOf, printLogs, printOutputs, runDocument } from '../print-run.ts'
import { withApp } from '../with-app.ts'

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
      withApp((app) => runFile(app, file, options), options.json),
    )
}

async function runFile(app: App, file: string, options: RunOptions): Promise<number> {
  // From the very beginning: a run that has just been accepted must be told about, too. A second Ctrl+C ends at once.
  const signal = untilInterrupted()
  const path = resolve(file)
  const segmentation: Segmentation = options.oneSegment ? 'whole' : 'node'
  const document = await readDocument(path)
  await checkOutputs(app, document, options.output)
  const started = await startRun(app, {
    document,
    folder: dirname(path),
    parameters: parameterValues(document, options.param),
    inputs: absolutePaths(options.input),
    language: systemLanguage(),
    fresh: options.fresh,
    segmentation,
  })
  if (!options.json || started.runId === undefined) printProblems(started, options)
  if (started.runId === undefined) return exitCodes.userMistake
  return follow(app, started.runId, options, signal)
}

function printProblems(started: Awaited<ReturnType<typeof startRun>>, { json }: RunOptions): void {
  if (!json) return printIssues(started.issues)
  process.stdout.write(`${visibleJson({ status: 'invalid', issues: started.issues })}\n`)
}

async function follow(app: App, runId: string, options: RunOptions, signal: AbortSignal): Promise<number> {
  if (!options.json) process.stderr.write(`run ${runId}\n`)
  const finished = await followRun(app, runId, { isQuiet: options.json ?? false, signal })
  if (!finished) return leaveRunning(runId)
  if (options.json) process.stdout.write(`${visibleJson(runDocument(finished))}\n`)
  else {
    printLogs(finished, (line) => process.stderr.write(`${line}\n`))
    printOutputs(finished)
    process.stderr.write(`${finished.status} in ${((finished.durationMs ?? 0) / 1000).toFixed(2)} s\n`)
  }
  if (finished.status === 'done') await copyOutputs(app, finished, options.output)
  if (options.open && finished.status === 'done') await openReports(app, finished)
  return exitCodeOf(finished)
}
