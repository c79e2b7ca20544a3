import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { describe, expect, test } from 'vitest'
import { endProcess, identify, isAlive } from './processes.ts'

async function startScript(script: string): Promise<number> {
  const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
  await once(child.stdout, 'data')
  return child.pid ?? NaN
}

const stubborn = `process.on('SIGTERM', () => {}); setInterval(() => {}, 1000); console.log('ready')`
const obedient = `setInterval(() => {}, 1000); console.log('ready')`

describe('a process', () => {
  test('is known by its number and the time it started', async () => {
    const self = identify(process.pid)
    expect(self && isAlive(self)).toBe(true)
    expect(isAlive({ pid: process.pid, startTicks: (self?.startTicks ?? 0) + 1 })).toBe(false)
  })

  test('ends at the first signal if it obeys', async () => {
    const identity = identify(await startScript(obedient))
    if (!identity) throw new Error('It is not there')
    expect(await endProcess(identity, [{ signal: 'SIGTERM', patienceMs: 5_000 }])).toBe(true)
    expect(isAlive(identity)).toBe(false)
  })

  test('is killed if it does not', async () => {
    const identity = identify(await startScript(stubborn))
    if (!identity) throw new Error('It is not there')
    const steps = [
      { signal: 'SIGTERM', patienceMs: 200 },
      { signal: 'SIGKILL', patienceMs: 5_000 },
    ] as const
    expect(await endProcess(identity, [steps[0]])).toBe(false)
    expect(await endProcess(identity, [...steps])).toBe(true)
  })

  test('that has ended is nobody', async () => {
    const child = spawn(process.execPath, ['-e', ''])
    const { pid } = child
    await once(child, 'exit')
    expect(identify(pid ?? NaN)).toBeUndefined()
  })
})
