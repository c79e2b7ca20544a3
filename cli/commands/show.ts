/** `ecoki show RUN`: one run with its steps and what came out. */
import { Command } from 'commander'
import { getRun } from '#api/use-cases/get-run.ts'
import { visible, visibleJson } from '#pipeline/visible-text.ts'
import { exitCodes } from '../exit-codes.ts'
import { followRun, stepLine } from '../follow-run.ts'
import { leaveRunning, untilInterrupted } from '../interrupt.ts'
import { printIssues } from '../print-issues.ts'
import { exitCodeOf, printLogs, printOutputs, runDocument } from '../print-run.ts'
import { withApp } from '../with-app.ts'

export function show(): Command {
  return new Command('show')
    .description('Show a run: steps, problems, results.')
    .argument('<run>', 'id of the run')
    .option('--follow', 'go on until the run is over')
    .option('--json', 'print exactly one JSON document')
    .action((id: string, { follow, json }: { follow?: boolean; json?: boolean }) =>
      withApp(async (app) => {
        const options = { isQuiet: json ?? false, signal: untilInterrupted() }
        const run = follow ? await followRun(app, id, options) : await getRun(app, id)
        if (!run) return leaveRunning(id)
        if (json) process.stdout.write(`${visibleJson(runDocument(run))}\n`)
        else {
          process.stdout.write(`${visible(run.pipeline.name)}: ${run.status}\n`)
          printIssues(run.issues, (line) => process.stdout.write(`${line}\n`))
          for (const step of run.steps) process.stdout.write(`${stepLine(step)}\n`)
          printLogs(run, (line) => process.stdout.write(`${line}\n`))
          printOutputs(run)
        }
        return follow ? exitCodeOf(run) : exitCodes.done
      }),
    )
}
