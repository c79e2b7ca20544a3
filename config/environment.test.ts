import { describe, expect, test } from 'vitest'
import { EnvironmentError } from './environment.ts'
import { readGatewayConfig } from './gateway.ts'
import { readSupervisorConfig } from './supervisor.ts'
import { readWorkerConfig } from './worker.ts'

const complete = {
  DATABASE_URL: 'postgres://ecoki:secret@127.0.0.1:5432/ecoki',
  TEMPORAL_ADDRESS: '127.0.0.1:7233',
  ECOKI_DATA: '/data',
  ECOKI_CACHE: '/cache',
}

function problemsOf(read: () => unknown): EnvironmentError {
  try {
    read()
  } catch (error) {
    if (error instanceof EnvironmentError) return error
    throw error
  }
  throw new Error('Nothing was refused')
}

describe('the environment', () => {
  test('is read into what a worker needs', () => {
    expect(readWorkerConfig(complete)).toEqual({
      databaseUrl: complete.DATABASE_URL,
      temporalAddress: '127.0.0.1:7233',
      dataDir: '/data',
      cacheDir: '/cache',
      storeDir: '/data/store',
    })
  })

  test('is refused with every wrong variable at once', () => {
    const wrong = {
      ...complete,
      DATABASE_URL: 'mysql://a:b@c/d',
      TEMPORAL_ADDRESS: 'nowhere',
      ECOKI_DATA: 'data',
    }
    const { problems } = problemsOf(() => readWorkerConfig(wrong))
    expect(problems.map(({ name }) => name).sort()).toEqual([
      'DATABASE_URL',
      'ECOKI_DATA',
      'TEMPORAL_ADDRESS',
    ])
  })

  test('names what is missing', () => {
    const { problems, message } = problemsOf(() => readWorkerConfig({ ...complete, DATABASE_URL: undefined }))
    expect(problems).toEqual([expect.objectContaining({ name: 'DATABASE_URL', value: '(not set)' })])
    expect(message).toContain('postgres://user:password@host:port/database')
  })

  test('never shows a password', () => {
    const wrong = { ...complete, DATABASE_URL: 'http://ecoki:secret@127.0.0.1/ecoki' }
    expect(problemsOf(() => readWorkerConfig(wrong)).message).not.toContain('secret')
  })

  test('never shows the value of a variable that holds a secret', () => {
    const wrong = {
      ...complete,
      ECOKI_PORT: '8080',
      ECOKI_POOL_URL: 'http://127.0.0.1:1',
      ECOKI_SETUP_SECRET: 'too short',
    }
    const { message } = problemsOf(() => readGatewayConfig(wrong))
    expect(message).toContain('ECOKI_SETUP_SECRET')
    expect(message).not.toContain('too short')
  })

  test('takes an empty value for one that is not set', () => {
    const config = readSupervisorConfig({ ECOKI_DATA: '/data', DATABASE_URL: '', ECOKI_TEMPORAL_UI: '' })
    expect(config).toMatchObject({ dataDir: '/data', databaseUrl: undefined, temporalUi: false })
  })

  test.each([
    ['1', true],
    ['true', true],
    ['0', false],
    ['false', false],
  ])('understands the switch %s', (value, expected) => {
    expect(readSupervisorConfig({ ECOKI_TEMPORAL_UI: value }).temporalUi).toBe(expected)
  })
})
