import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { tryLock, withLock } from './lock.ts'

test('a lock has one holder at a time', async () => {
  const name = randomUUID()
  const first = await tryLock(name)
  expect(first).toBeDefined()
  expect(await tryLock(name)).toBeUndefined()
  await first?.release()
  const again = await tryLock(name)
  expect(again).toBeDefined()
  await again?.release()
})

test('those who wait come one after the other, and are told once', async () => {
  const name = randomUUID()
  const events: string[] = []
  const work = (who: string) => async () => {
    events.push(`${who} begins`)
    await new Promise((resolve) => setTimeout(resolve, 50))
    events.push(`${who} ends`)
  }
  const waits: string[] = []
  await Promise.all(['a', 'b'].map((who) => withLock(name, () => waits.push(who), work(who))))
  expect(events).toHaveLength(4)
  expect(events[0].replace('begins', 'ends')).toBe(events[1])
  expect(waits).toHaveLength(1)
})

test('a holder that is killed leaves nothing behind', async () => {
  const name = randomUUID()
  const script = `import { tryLock } from ${JSON.stringify(join(import.meta.dirname, 'lock.ts'))}
    await tryLock(${JSON.stringify(name)}); console.log('held'); setInterval(() => {}, 1000)`
  const holder = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(holder.stdout, 'data')
  expect(await tryLock(name)).toBeUndefined()
  holder.kill('SIGKILL')
  await once(holder, 'exit')
  const lock = await tryLock(name)
  expect(lock).toBeDefined()
  await lock?.release()
})
