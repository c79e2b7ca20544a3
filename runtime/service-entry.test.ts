import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { checkoutDirectory } from '#config/directories.ts'
import { makeAuthority } from '#test/fixtures/certificates.ts'
import { runCli } from '#test/fixtures/cli.ts'

const folder = mkdtempSync(join(tmpdir(), 'ecoki-service-'))
const authority = makeAuthority()
afterAll(() => {
  rmSync(folder, { recursive: true })
  authority.remove()
})
const service = (...args: string[]) => runCli(join(folder, 'data'), 'service', ...args)

describe('ecoki service', () => {
  test('prints the unit that it would install, and does nothing else', async () => {
    const { cert, key } = authority.sign('plant')
    const door = ['--listen', '0.0.0.0:443', '--tls-cert', cert, '--tls-key', key]
    const { code, stdout } = await service(
      'install',
      '--system',
      '--as',
      userInfo().username,
      '--print',
      ...door,
    )
    expect(code).toBe(0)
    expect(stdout).toContain(
      `ExecStart="${process.execPath}" "${checkoutDirectory}/runtime/bootstrap.mjs" "start" "--listen" "0.0.0.0:443" "--tls-cert" "${cert}"`,
    )
    expect(stdout).toContain(`"ECOKI_DATA=${join(folder, 'data')}"`)
    expect(existsSync(join(folder, 'data'))).toBe(false)
  })

  test.each([
    [['install', '--print', '--listen', '0.0.0.0'], 'without TLS'],
    [['install', '--print', '--user', '--system'], 'not both'],
    [['install', '--print', '--user', '--as', 'root'], '--as goes with --system'],
    [['install', '--print', '--system', '--as', 'no-such-account'], 'has no account no-such-account'],
    [['uninstall', '--user'], 'nothing is installed'],
  ])('%j is refused in a sentence', async (args, words) => {
    const { code, stderr } = await service(...args)
    expect([code, stderr]).toEqual([2, expect.stringContaining(words)])
  })

  test('says that nothing is installed', async () => {
    expect(await service('status', '--user')).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('Not installed'),
    })
  })
})
