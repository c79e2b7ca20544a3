/** `ecoki delete RUN`. */
import { Command } from 'commander'
import { exitCodes } from '../exit-codes.ts'
import { runNamed } from '../run-id.ts'
import { withClient } from '../with-client.ts'

export function deleteCommand(): Command {
  return new Command('delete')
    .description(
      'Delete a run that is over; its results leave the store three days later, unless other runs hold them.',
    )
    .argument('<run>', 'id of the run')
    .action((id: string) =>
      withClient(async (client) => {
        await client.runs.delete(runNamed(client, id).id)
        process.stderr.write(`Run ${id} is deleted.\n`)
        return exitCodes.done
      }),
    )
}
