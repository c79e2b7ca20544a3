import { join } from 'node:path'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { waitFor } from '#test/fixtures/product.ts'
import { endChild, spawnServer } from './processes.ts'
import { Service } from './service.ts'
import type { RunningProcess } from './service.ts'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ecoki-service-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

async function startSleeper(): Promise<RunningProcess> {
  const process = spawnServer({ file: '/bin/sleep', args: ['600'], logFile: join(folder, 'sleep.log') })
  return { process, stop: () => endChild(process, ['SIGTERM'], 2_000) }
}

test('a service that is killed runs again, and one that is stopped does not', async () => {
  const events: string[] = []
  const service = new Service({ name: 'sleeper', start: startSleeper }, (_, event) => events.push(event))
  await service.start()
  const first = service.describe()
  process.kill(first.pid ?? NaN, 'SIGKILL')
  await waitFor('it runs again', () => service.restarts === 1 && service.state === 'running')
  expect(service.describe().pid).not.toBe(first.pid)
  await service.stop()
  expect(service.describe()).toEqual({ name: 'sleeper', state: 'stopped', restarts: 1 })
  expect(events).toEqual(['runs', 'ended unexpectedly (SIGKILL)', 'runs again', 'has ended'])
})

test('a first start that fails is an error, and nothing is left to stop', async () => {
  const start = () => Promise.reject(new Error('no such program'))
  const service = new Service({ name: 'broken', start }, () => undefined)
  await expect(service.start()).rejects.toThrow('no such program')
  await service.stop()
  expect(service.state).toBe('stopped')
})

test('restarts that fail are tried again with pauses', async () => {
  let tries = 0
  const start = () => (++tries === 2 || tries === 3 ? Promise.reject(new Error('not yet')) : startSleeper())
  const events: string[] = []
  const service = new Service({ name: 'sleeper', start }, (_, event) => events.push(event))
  await service.start()
  process.kill(service.describe().pid ?? NaN, 'SIGKILL')
  await waitFor('it runs again', () => service.state === 'running' && service.restarts === 3)
  await service.stop()
  expect(events.filter((event) => event === 'not yet')).toHaveLength(2)
})

test('a service stopped while it is being started again ends all the same', async () => {
  const running: RunningProcess[] = []
  const start = async () => {
    if (running.length > 0) await new Promise((resolve) => setTimeout(resolve, 300))
    running.push(await startSleeper())
    return running.at(-1) as RunningProcess
  }
  const service = new Service({ name: 'slow', start }, () => undefined)
  await service.start()
  process.kill(service.describe().pid ?? NaN, 'SIGKILL')
  await waitFor('it is being started again', () => service.state === 'restarting')
  await service.stop()
  for (const { process } of running) expect(process.exitCode ?? process.signalCode).not.toBeNull()
})
