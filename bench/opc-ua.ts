/** What taking in 25,000 encrypted OPC UA values a second costs. */
import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { freePort } from '#test/fixtures/opc-ua-peer.ts'
import { goalOf } from './figure.ts'
import type { Benchmark, Outcome } from './figure.ts'

const [nodes, everyMs, rounds] = [5_000, 200, 100]
const perSecond = (nodes * 1_000) / everyMs
const graceMs = 5_000

export const opcUa: Benchmark = {
  name: 'opc-ua',
  title: 'OPC UA: 25,000 encrypted values a second',
  about: `A server of node-opcua in a process of its own counts ${nodes.toLocaleString('en')} nodes up, each every ${everyMs} ms, for ${(rounds * everyMs) / 1000} s;
the adapter subscribes to all with SignAndEncrypt and the strongest policy, in another process. Every value of every node has to
come, in order. Processor time is that of the adapter's process alone, up to the delivered batch: committing is not in it.`,
  run: measure,
}

interface Result {
  received: number
  missed: number
  cpuMs: number
  wallMs: number
}

async function measure(say: (text: string) => void): Promise<Outcome> {
  const folder = mkdtempSync(join(tmpdir(), 'ecoki-bench-opc-ua-'))
  const started: ChildProcess[] = []
  const start = (file: string, ...args: (string | number)[]) => {
    const child = fork(fileURLToPath(new URL(file, import.meta.url)), args.map(String))
    started.push(child)
    return child
  }
  try {
    const port = await freePort()
    const server = start('opc-ua-server.ts', join(folder, 'server'), port, nodes, everyMs, rounds)
    const { certificate } = await told<{ certificate: string }>(server)
    const url = `opc.tcp://127.0.0.1:${port}`
    const client = start('opc-ua-client.ts', folder, url, certificate, nodes, rounds, everyMs)
    await told(client)
    say('counting')
    const result = told<Result>(client)
    server.send('go')
    await told(server)
    const patience = setTimeout(() => client.send('finish'), graceMs)
    const outcome = outcomeOf(await result)
    clearTimeout(patience)
    server.send('end')
    return outcome
  } finally {
    for (const child of started) child.kill('SIGKILL')
    rmSync(folder, { recursive: true, force: true })
  }
}

async function told<T>(child: ChildProcess): Promise<T> {
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`a process of the benchmark ended with ${String(code)}`)
  })
  const [message] = (await Promise.race([once(child, 'message'), ended])) as [T]
  return message
}

function outcomeOf({ received, missed, cpuMs, wallMs }: Result): Outcome {
  const lost = nodes * rounds - received + missed
  const perValueMs = cpuMs / Math.max(received, 1)
  // The same for a machine that was too busy to count as fast as it should.
  const perSecondMs = perValueMs * perSecond
  return {
    figures: [
      {
        what: 'processor time of the client for a second of 25,000 values',
        unit: 'ms',
        ours: perSecondMs,
        goal: goalOf('< 100', perSecondMs < 100, 'Other work on the machine makes each value dearer.'),
      },
      {
        what: 'values missed',
        unit: 'values',
        ours: lost,
        goal: goalOf('0', lost === 0, 'The machine could not keep up.'),
      },
    ],
    remarks: [
      `${received.toLocaleString('en')} values in ${(wallMs / 1000).toFixed(1)} s, ${(perValueMs * 1_000).toFixed(2)} µs of processor time each.`,
    ],
  }
}
