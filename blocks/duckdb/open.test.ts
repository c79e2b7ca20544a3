import { join } from 'node:path'
import { expect, it } from 'vitest'
import { makeTemporaryFolder } from '#datasets/temporary-folder.ts'
import { withDuckDb } from './open.ts'

it('interrupts a statement on abort, within 2 s, with the reason', async () => {
  const folder = await makeTemporaryFolder()
  const stop = new AbortController()
  setTimeout(() => stop.abort(new Error('cancelled')), 100)
  const started = performance.now()
  const running = withDuckDb({ signal: stop.signal, scratchPath: join(folder.path, 'scratch') }, (db) =>
    db.run('select sum(a.range * b.range) from range(1000000) a, range(1000000) b where a.range < b.range'),
  )
  await expect(running).rejects.toThrow('cancelled')
  expect(performance.now() - started).toBeLessThan(2_000)
  await folder.remove()
})

it('loads no extension from anywhere', async () => {
  const folder = await makeTemporaryFolder()
  const options = { signal: new AbortController().signal, scratchPath: join(folder.path, 'scratch') }
  const setting = (name: string) =>
    withDuckDb(
      options,
      async (db) => (await db.runAndReadAll(`select current_setting('${name}')`)).getRowsJS()[0][0],
    )
  expect(await setting('autoinstall_known_extensions')).toBe(false)
  expect(await setting('autoload_known_extensions')).toBe(false)
  expect(Number(await setting('threads'))).toBe(2)
  await folder.remove()
})
