/** `ecoki cancel RUN`. */
import { Command } from 'commander'
import { cancelRun } from '#api/use-cases/cancel-run.ts'
import { exitCodes } from '../exit-codes.ts'
import { withApp } from '../with-app.ts'

export function cancel(): Command {
  return new Command('cancel')
    .description('Cancel a run; blocks under way are stopped within seconds.')
    .argument('<run>', 'id of the run')
    .action((id: string) =>
      withApp(async (app) => {
        await cancelRun(app, id)
        process.stderr.write(`Run ${id} is being cancelled.\n`)
        return exitCodes.done
      }),
    )
}
