import { Command } from 'commander'
import { EnvironmentError } from '#config/environment.ts'
import { NotRunningError } from '#config/instance.ts'
import { visibleLines } from '#pipeline/visible-text.ts'
import { commands } from './commands.ts'
import { exitCodes } from './exit-codes.ts'

// A reader that has seen enough, such as head, closes the pipe.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  process.exit(exitCodes.done)
})

const program = new Command('ecoki')
  .description('Run pipelines of typed building blocks on the EcoKI that `npm start` brings up.')
  .version('0.2.0')
  .showHelpAfterError()
  .exitOverride()
for (const command of commands) program.addCommand(command().copyInheritedSettings(program))

await program.parseAsync().catch((error: unknown) => {
  process.exitCode = report(error)
})

/** Prints what went wrong unless commander has, and returns the exit code. */
function report(error: unknown): number {
  if (isCommanderError(error)) return error.exitCode === 0 ? exitCodes.done : exitCodes.userMistake
  process.stderr.write(`${visibleLines(error instanceof Error ? error.message : String(error))}\n`)
  if (error instanceof NotRunningError) return exitCodes.notReachable
  return error instanceof EnvironmentError ? exitCodes.userMistake : exitCodes.failed
}

function isCommanderError(error: unknown): error is { code: string; exitCode: number } {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('commander.')
}
