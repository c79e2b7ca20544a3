import { chownSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { cacheDirectory, checkoutDirectory } from '#config/directories.ts'
import { familyOf, ownerOf } from '#test/fixtures/listeners.ts'
import { startProduct } from '#test/fixtures/product.ts'
import { exec } from './exec.ts'

// `nobody` on every Linux; initdb wants an account that has a name.
const account = { uid: 65_534, gid: 65_534 }
const isRoot = process.getuid?.() === 0

test('no root is needed', { timeout: 120_000 }, async (context) => {
  if (isRoot) {
    const files = [process.execPath, join(checkoutDirectory, 'package.json'), cacheDirectory()]
    const canRead = await exec('test', ['-r', files[0], '-a', '-r', files[1], '-a', '-r', files[2]], {
      ...account,
      cwd: '/',
    }).then(
      () => true,
      () => false,
    )
    if (!canRead) context.skip(`another account cannot read ${checkoutDirectory}`)
  }
  const home = mkdtempSync(join(tmpdir(), 'ecoki-home-'))
  if (isRoot) chownSync(home, account.uid, account.gid)
  context.onTestFinished(() => rmSync(home, { recursive: true, force: true }))
  const env = { HOME: home, ECOKI_CACHE: cacheDirectory() }
  const product = await startProduct({ env, ...(isRoot ? { account } : {}) })
  context.onTestFinished(() => product.remove())
  const owners = familyOf(product.supervisor.pid ?? NaN).map(ownerOf)
  expect(owners.length).toBeGreaterThan(3)
  expect(new Set(owners)).toEqual(new Set([isRoot ? account.uid : process.getuid?.()]))
  expect(await product.end('SIGTERM')).toBe(0)
})
