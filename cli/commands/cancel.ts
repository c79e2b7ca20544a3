/** `ecoki cancel RUN`. */
import { Command } from 'commander'
import { exitCodes } from '../exit-codes.ts'
import { runNamed } from '../run-id.ts'
import { withClient } from '../with-client.ts'

export function cancel(): Command {
  return new Command('cancel')
    .description('Cancel a run; blocks under way are stopped within seconds.')
    .argument('<run>', 'id of the run')
    .action((id: string) =>
      withClient(async (client) => {
        await runNamed(client, id).cancel()
        process.stderr.write(`Run ${id} is being cancelled.\n`)
        return exitCodes.done
      }),
    )
}
