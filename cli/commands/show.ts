/** `ecoki show RUN`: one run with its steps and what came out. */
import { Command } from 'commander'
import { visible, visibleJson } from '#pipeline/visible-text.ts'
import { exitCodes } from '../exit-codes.ts'
import { followRun, stepLine } from '../follow-run.ts'
import { leaveRunning, untilInterrupted } from '../interrupt.ts'
import { printIssues } from '../print-issues.ts'
import { exitCodeOf, printLogs, printOutputs, runDocument } from '../print-run.ts'
import { runNamed } from '../run-id.ts'
import { withClient } from '../with-client.ts'

export function show(): Command {
  return new Command('show')
    .description('Show a run: steps, problems, results.')
    .argument('<run>', 'id of the run')
    .option('--follow', 'go on until the run is over')
    .option('--json', 'print exactly one JSON document')
    .action((id: string, { follow, json }: { follow?: boolean; json?: boolean }) =>
      withClient(async (client) => {
        const options = { isQuiet: json ?? false, signal: untilInterrupted() }
        const named = runNamed(client, id)
        const run = follow ? await followRun(named, options) : await named.view()
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
