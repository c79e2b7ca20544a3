import { closeSync, existsSync, openSync, readFileSync, readSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Command, InvalidArgumentError } from 'commander'
import { readCliConfig } from '#config/cli.ts'
import { exitCodes } from '../exit-codes.ts'

interface LogsOptions {
  lines: number
  follow?: boolean
}

/** `ecoki logs [process]`: what the processes have written, also after they have ended. */
export function logs(): Command {
  return new Command('logs')
    .description('Show the end of the log of a process (supervisor, postgres, temporal, worker), or of all.')
    .argument('[process]', 'whose log to show')
    .option('-n, --lines <count>', 'how many lines of each', parseCount, 40)
    .option('-f, --follow', 'go on showing what is added, until Ctrl+C')
    .action(async (name: string | undefined, options: LogsOptions) => {
      const directory = join(readCliConfig().dataDir, 'logs')
      const present = logNames(directory)
      const wanted = name === undefined ? present : present.filter((log) => log === name)
      if (wanted.length === 0) return refuse(name, present)
      for (const log of wanted) showEnd(directory, log, options.lines, wanted.length > 1)
      if (options.follow) await follow(directory, wanted)
    })
}

function refuse(name: string | undefined, present: string[]): void {
  const known =
    present.length > 0 ? `There is: ${present.join(', ')}` : 'Nothing has been started in this checkout yet.'
  console.error(name === undefined ? known : `There is no log of ${name}. ${known}`)
  process.exitCode = exitCodes.userMistake
}

function logNames(directory: string): string[] {
  if (!existsSync(directory)) return []
  return readdirSync(directory).flatMap((file) => (file.endsWith('.log') ? [file.slice(0, -4)] : []))
}

function showEnd(directory: string, name: string, lines: number, hasTitle: boolean): void {
  const text = readFileSync(join(directory, `${name}.log`), 'utf8').trimEnd()
  if (hasTitle) console.log(`== ${name}`)
  if (text) console.log(text.split('\n').slice(-lines).join('\n'))
}

async function follow(directory: string, names: string[]): Promise<never> {
  const files = names.map((name) => join(directory, `${name}.log`))
  const positions = files.map((file) => statSync(file).size)
  for (;;) {
    await sleep(300)
    files.forEach((file, index) => (positions[index] = showAdded(file, positions[index])))
  }
}

/** Prints what was added after `from` and returns the new end; a log that was begun anew is shown from its start. */
function showAdded(file: string, from: number): number {
  const { size } = statSync(file)
  const begin = size < from ? 0 : from
  if (size === begin) return size
  const content = Buffer.alloc(size - begin)
  const descriptor = openSync(file, 'r')
  readSync(descriptor, content, 0, content.length, begin)
  closeSync(descriptor)
  process.stdout.write(content)
  return size
}

function parseCount(value: string): number {
  const count = Number(value)
  if (Number.isInteger(count) && count >= 0) return count
  throw new InvalidArgumentError('It must be a whole number.')
}
