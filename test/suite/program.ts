import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { checkoutDirectory } from '#config/directories.ts'
import { environmentForChild } from '#config/environment.ts'

/** Runs a program of the checkout in its terminal; true when it ends with 0. */
export async function runProgram(file: string, args: string[]): Promise<boolean> {
  const child = spawn(file, args, { cwd: checkoutDirectory, env: environmentForChild(), stdio: 'inherit' })
  const [code] = (await once(child, 'exit')) as [number | null]
  return code === 0
}

/** Runs a script and hands over each line of its output, which is shown too; returns whether it ended with 0. */
export async function readLines(args: string[], onLine: (line: string) => void): Promise<boolean> {
  const stdio: ['ignore', 'pipe', 'inherit'] = ['ignore', 'pipe', 'inherit']
  const child = spawn(process.execPath, args, { cwd: checkoutDirectory, env: environmentForChild(), stdio })
  const ended = once(child, 'close') as Promise<[number | null]>
  for await (const line of createInterface({ input: child.stdout })) {
    console.log(line)
    onLine(line)
  }
  const [code] = await ended
  return code === 0
}
