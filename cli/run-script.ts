import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { Command } from 'commander'
import { checkoutDirectory } from '#config/directories.ts'

/** Hands everything on, `--help` too: the script knows the options. */
class ScriptCommand extends Command {
  override copyInheritedSettings(source: Command): this {
    return super.copyInheritedSettings(source).helpOption(false).allowUnknownOption().allowExcessArguments()
  }
}

/** A command whose options and work are those of a script in runtime/, where the processes and servers are. */
export function scriptCommand(name: string, description: string, script: string): Command {
  const action = (_options: unknown, command: Command) => runScript(script, [name, ...command.args])
  return new ScriptCommand(name).description(description).action(action)
}

/** Runs a script of runtime/ in this terminal; its exit code becomes that of this process. */
export async function runScript(script: string, args: string[]): Promise<void> {
  const path = join(checkoutDirectory, 'runtime', script)
  const child = spawn(process.execPath, [path, ...args], { stdio: 'inherit' })
  // Ctrl+C reaches the script by itself, and the script decides when it is done.
  process.on('SIGINT', () => undefined)
  const [code] = (await once(child, 'exit')) as [number | null]
  process.exitCode = code ?? 1
}
