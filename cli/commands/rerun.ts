/** `ecoki rerun RUN`: the same plan and inputs again, whole or from a step on. */
import { Command } from 'commander'
import { visibleJson } from '#pipeline/visible-text.ts'
import { followRun } from '../follow-run.ts'
import { leaveRunning, untilInterrupted } from '../interrupt.ts'
import { exitCodeOf, printLogs, printOutputs, runDocument } from '../print-run.ts'
import { runNamed } from '../run-id.ts'
import { withClient } from '../with-client.ts'

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
      withClient(async (client) => {
        const signal = untilInterrupted()
        const started = await client.runs.rerun(runNamed(client, id).id, { from, fresh })
        if (!json) process.stderr.write(`run ${started.id}\n`)
        const run = await followRun(started, { isQuiet: json ?? false, signal })
        if (!run) return leaveRunning(started.id)
        if (json) process.stdout.write(`${visibleJson(runDocument(run))}\n`)
        else {
          printLogs(run, (line) => process.stderr.write(`${line}\n`))
          printOutputs(run)
        }
        return exitCodeOf(run)
      }),
    )
}
