import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { environmentForChild } from '#config/environment.ts'
import { makeAuthority } from '#test/fixtures/certificates.ts'
import { checkDoor } from './check-door.ts'

const authority = makeAuthority()
afterAll(() => authority.remove())
const { cert, key } = authority.sign('plant', { names: 'DNS:ecoki.plant.example,IP:127.0.0.1' })
const dataDir = join(authority.folder, 'data')

function start(...options: string[]): { status: number | null; stderr: string } {
  const nothing = { ECOKI_LISTEN: undefined, ECOKI_TLS_CERT: undefined, ECOKI_TLS_KEY: undefined }
  return spawnSync(process.execPath, [join(import.meta.dirname, 'start.ts'), ...options], {
    encoding: 'utf8',
    env: environmentForChild({ ...nothing, ECOKI_DATA: dataDir }),
    timeout: 60_000,
  })
}

describe('letting colleagues in', () => {
  test('starts nothing without TLS', () => {
    const { status, stderr } = start('--listen', '0.0.0.0:9443')
    expect(stderr.trim()).toBe(
      'Other machines can reach 0.0.0.0:9443, and without TLS anybody between could read passwords: give --tls-cert and --tls-key.',
    )
    expect(status).toBe(2)
    expect(existsSync(dataDir)).toBe(false)
  })

  test('starts nothing with a key that does not fit', () => {
    const other = authority.sign('other').key
    const { status, stderr } = start(
      '--detach',
      '--listen',
      '0.0.0.0:9443',
      '--tls-cert',
      cert,
      '--tls-key',
      other,
    )
    expect(stderr.trim()).toBe(`The key ${other} does not belong to the certificate ${cert}.`)
    expect([status, existsSync(dataDir)]).toEqual([2, false])
  })

  test('tells the name of the certificate', async () => {
    const { port } = await taken((server) => server.close())
    const found = await checkDoor({ listen: `0.0.0.0:${port}`, tlsCert: cert, tlsKey: key })
    expect(found?.url).toBe(`https://ecoki.plant.example:${port}`)
  })

  test('names what keeps it from listening', async () => {
    const { port, server } = await taken(() => undefined)
    const given = { listen: `127.0.0.1:${port}`, tlsCert: cert, tlsKey: key }
    await expect(checkDoor(given)).rejects.toThrow(
      `cannot listen at 127.0.0.1:${port}: another program listens there.`,
    )
    server.close()
    const elsewhere = { ...given, listen: '192.0.2.1:9443' }
    await expect(checkDoor(elsewhere)).rejects.toThrow('192.0.2.1:9443: this machine has no such address.')
  })
})

async function taken(then: (server: ReturnType<typeof createServer>) => unknown) {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  then(server)
  return { port, server }
}
