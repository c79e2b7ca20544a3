import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { findInstance, instanceFile, NotRunningError, writeInstance } from './instance.ts'
import type { Instance } from './instance.ts'
import { identify } from './processes.ts'

let dataDir = ''
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'ecoki-instance-'))
})
afterEach(() => rmSync(dataDir, { recursive: true }))

function describeInstance(changes: Partial<Instance> = {}): Instance {
  const supervisor = identify(process.pid) ?? { pid: 0, startTicks: 0 }
  return {
    ...{
      databaseUrl: 'postgres://a:b@127.0.0.1:1/ecoki',
      temporalAddress: '127.0.0.1:2',
      checkout: '/src/plant',
    },
    ...{ dataDir, cacheDir: '/cache', storeDir: join(dataDir, 'store'), logDir: join(dataDir, 'logs') },
    ...{ startedAt: new Date().toISOString(), isReady: true, supervisor, processes: [], ports: {} },
    ...changes,
  }
}

const config = () => ({ checkout: '/src/plant', dataDir, cacheDir: '/cache' })

test('a running product is found, in a file that only its owner reads', () => {
  writeInstance(describeInstance())
  expect(findInstance(config())).toMatchObject({
    temporalAddress: '127.0.0.1:2',
    storeDir: join(dataDir, 'store'),
  })
  expect(statSync(instanceFile(dataDir)).mode & 0o777).toBe(0o600)
})

test('where none runs, the message says what to do', () => {
  expect(() => findInstance(config())).toThrow(NotRunningError)
  expect(() => findInstance(config())).toThrow('npm start -- --detach')
})

test('a product whose supervisor was killed is none', () => {
  writeInstance(describeInstance({ supervisor: { pid: process.pid, startTicks: 1 } }))
  expect(() => findInstance(config())).toThrow(NotRunningError)
})

test('a product that is not ready is said to be starting', () => {
  writeInstance(describeInstance({ isReady: false }))
  expect(() => findInstance(config())).toThrow('still starting')
})

test('servers that are named are used as they are', () => {
  const given = { ...config(), databaseUrl: 'postgres://x:y@db:5432/plant', temporalAddress: 'engine:7233' }
  expect(findInstance(given)).toMatchObject({
    databaseUrl: given.databaseUrl,
    temporalAddress: 'engine:7233',
    dataDir,
  })
})
