/** `ecoki rerun RUN`: the same plan and inputs again, whole or from a step on. */
import { Command } from 'commander'
import { rerun as rerunUseCase } from '#api/use-cases/rerun.ts'
import { visibleJson } from '#pipeline/visible-text.ts'
import { followRun } from '../follow-run.ts'
import { leaveRunning, untilInterrupted } from '../interrupt.ts'
import { exitCodeOf, printLogs, printOutputs, runDocument } from '../print-run.ts'
import { withApp } from '../with-app.ts'

interface RerunOptions {
  from?: string
  fresh?: boolean
  json?: boolean
}

export function rerun(): Command {
  return new Command('rerun')
    .description('Run again with the pinned plan and inputs: what failed, from a node on, or everything.')
    .argument('<run>', 'id of the run')
    .option('--from <node>', 'this node and everything after it')
    .option('--fresh', 'compute everything again, take nothing from earlier runs')
    .option('--json', 'print exactly one JSON document')
    .action((id: string, { from, fresh, json }: RerunOptions) =>
      withApp(async (app) => {
        const signal = untilInterrupted()
        const runId = await rerunUseCase(app, { runId: id, from, fresh })
        if (!json) process.stderr.write(`run ${runId}\n`)
        const run = await followRun(app, runId, { isQuiet: json ?? false, signal })
        if (!run) return leaveRunning(runId)
        if (json) process.stdout.write(`${visibleJson(runDocument(run))}\n`)
        else {
          printLogs(run, (line) => process.stderr.write(`${line}\n`))
          printOutputs(run)
        }
        return exitCodeOf(run)
      }),
    )
}
