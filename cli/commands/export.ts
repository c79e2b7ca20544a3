/** `ecoki export RUN NODE.PORT FILE`. */
import { resolve } from 'node:path'
import { Command } from 'commander'
import { downloadOutput } from '../download-output.ts'
import { exitCodes } from '../exit-codes.ts'
import { runNamed } from '../run-id.ts'
import { withClient } from '../with-client.ts'

export function exportCommand(): Command {
  return new Command('export')
    .description(
      'Write an output of a run to a file: tables as .csv or .parquet, reports as they are, others as JSON.',
    )
    .argument('<run>', 'id of the run')
    .argument('<output>', 'node and port, as in predict.table')
    .argument('<file>', 'where to write it')
    .action((runId: string, output: string, file: string) =>
      withClient(async (client) => {
        // A node's name may hold dots, a port's does not.
        const at = output.lastIndexOf('.')
        const { id: run } = runNamed(client, runId)
        const name = { run, node: output.slice(0, at), port: output.slice(at + 1) }
        await downloadOutput(client, name, resolve(file))
        process.stderr.write(`${resolve(file)}\n`)
        return exitCodes.done
      }),
    )
}
