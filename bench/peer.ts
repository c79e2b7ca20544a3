/** A peer in Python: a process that stays, takes orders as lines of JSON and answers each with one. */
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { environmentForChild } from '#config/environment.ts'

/** What answers begin with: libraries print other lines too. */
const mark = '@@'

export class Peer {
  readonly process: ChildProcess
  #answered: (text: string) => void = () => undefined
  #failed: (error: Error) => void = () => undefined
  #errors = ''

  constructor(python: string, script: string, env: Record<string, string> = {}) {
    const path = join(import.meta.dirname, 'peers', script)
    this.process = spawn(python, [path], { env: environmentForChild(env), stdio: ['pipe', 'pipe', 'pipe'] })
    this.process.stderr!.setEncoding('utf8').on('data', (text: string) => (this.#errors += text))
    this.process.once('error', (error) => this.#failed(error))
    this.process.once('exit', (code) =>
      this.#failed(new Error(`${script} ended with ${code}\n${this.#errors.slice(-2_000)}`)),
    )
    createInterface({ input: this.process.stdout! }).on('line', (line) => {
      if (line.startsWith(mark)) this.#answered(line.slice(mark.length))
    })
  }

  get pid(): number {
    return this.process.pid ?? NaN
  }

  /** One order at a time. Throws with what the peer printed when it ends instead. */
  async ask<T>(order: object): Promise<T> {
    const answer = new Promise<string>((resolve, reject) => {
      this.#answered = resolve
      this.#failed = reject
    })
    this.process.stdin!.write(`${JSON.stringify(order)}\n`)
    return JSON.parse(await answer) as T
  }

  async end(): Promise<void> {
    if (this.process.exitCode !== null) return
    this.#failed = () => undefined
    const ended = once(this.process, 'exit')
    this.process.stdin!.end()
    await ended
  }
}
