/** `ecoki delete RUN`. */
import { Command } from 'commander'
import { deleteRun } from '#api/use-cases/delete-run.ts'
import { exitCodes } from '../exit-codes.ts'
import { withApp } from '../with-app.ts'

export function deleteCommand(): Command {
  return new Command('delete')
    .description(
      'Delete a run that is over; its results leave the store three days later, unless other runs hold them.',
    )
    .argument('<run>', 'id of the run')
    .action((id: string) =>
      withApp(async (app) => {
        await deleteRun(app, id)
        process.stderr.write(`Run ${id} is deleted.\n`)
        return exitCodes.done
      }),
    )
}
