import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { environmentForChild } from '#config/environment.ts'

/** How a program is run; `uid` and `gid` only for the superuser. */
export interface ExecOptions {
  cwd?: string
  env?: Record<string, string | undefined>
  uid?: number
  gid?: number
  timeoutMs?: number
  /** Called with each line the program prints, for progress. */
  onLine?: (line: string) => void
}

// A download that goes on after its supervisor has ended would get in the way of the next one.
const running = new Set<ChildProcess>()
process.once('exit', () => running.forEach((child) => child.kill()))

/** Runs a program to its end and returns what it printed; throws with the end of its output if it fails. */
export function exec(file: string, args: string[], options: ExecOptions = {}): Promise<string> {
  return new Promise((resolve, reject) => {
    const { cwd, uid, gid, timeoutMs } = options
    const env = environmentForChild(options.env)
    const child = spawn(file, args, {
      cwd,
      uid,
      gid,
      env,
      timeout: timeoutMs,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    running.add(child)
    const output: string[] = []
    const collect = (text: string) => {
      output.push(text)
      if (options.onLine) for (const line of text.split('\n')) if (line.trim()) options.onLine(line.trim())
    }
    child.stdout.setEncoding('utf8').on('data', collect)
    child.stderr.setEncoding('utf8').on('data', collect)
    child.once('error', reject)
    child.once('close', (code, signal) => {
      running.delete(child)
      if (code === 0) resolve(output.join(''))
      else reject(new Error(failure([file, ...args], code ?? signal, output.join(''))))
    })
  })
}

function failure(command: string[], reason: number | string | null, output: string): string {
  const end = output.trimEnd().split('\n').slice(-15).join('\n')
  return `${command.join(' ')} ended with ${reason}\n${end}`
}
