import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { KeyRingError, addKey, keyRingFile, openKeyRing, provideKeyRing, removeKeys } from './key-ring.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ecoki-keys-'))
})
afterEach(() => {
  vi.useRealTimers()
  rmSync(folder, { recursive: true })
})

const ids = () =>
  openKeyRing(folder, {})
    .list()
    .map(({ id }) => id)

describe('the ring in the data folder', () => {
  test('is made once, with 32 bytes, for its owner alone', () => {
    const first = provideKeyRing(folder, {}).current()
    expect(first.bytes).toHaveLength(32)
    expect(statSync(keyRingFile(folder)).mode & 0o777).toBe(0o600)
    expect(provideKeyRing(folder, {}).current()).toEqual(first)
    expect(readdirSync(folder)).toEqual(['keys.json'])
  })

  test('of two folders never has the same key', () => {
    const other = mkdtempSync(join(tmpdir(), 'ecoki-keys-'))
    expect(provideKeyRing(folder, {}).current().bytes).not.toEqual(provideKeyRing(other, {}).current().bytes)
    rmSync(other, { recursive: true })
  })

  test('takes a new key at once where an unknown one is asked for, and within a second for what is encrypted', () => {
    const ring = provideKeyRing(folder, {})
    const old = ring.current()
    const added = addKey(folder, {})
    expect(ring.current()).toEqual(old)
    expect(ring.find(added.id)).toEqual(added)
    vi.useFakeTimers({ now: Date.now() + 1_100 })
    expect(ring.current()).toEqual(added)
    expect(ring.find(old.id)).toEqual(old)
  })

  test('loses keys that are taken away, never the current one', () => {
    const old = provideKeyRing(folder, {}).current().id
    const added = addKey(folder, {}).id
    expect(ids()).toEqual([added, old])
    removeKeys(folder, [added, old])
    expect(ids()).toEqual([added])
  })

  test('says what to do where it is missing, damaged or lacks a key, and never shows one', () => {
    expect(() => openKeyRing(folder, {})).toThrow(/keys\.json is not there.*backup/)
    const ring = provideKeyRing(folder, {})
    expect(() => ring.find('0123456789ab')).toThrow(/key 0123456789ab, which .*keys\.json does not hold/)
    const secret = ring.current().bytes.toString('base64')
    const text = readFileSync(keyRingFile(folder), 'utf8')
    for (const damaged of [text.slice(0, -5), text.replace(secret, secret.slice(4))]) {
      writeFileSync(keyRingFile(folder), damaged)
      const problem = problemOf(() => openKeyRing(folder, {}))
      expect(problem).toMatch(/damaged.*backup/)
      expect(problem).not.toContain(secret.slice(4, 12))
    }
  })
})

describe('keys of the environment', () => {
  const bytes = (fill: number) => Buffer.alloc(32, fill).toString('base64')
  const given = { ECOKI_KEYS: `new:${bytes(2)},old:${bytes(1)}` }

  test('rule: the first encrypts, all decrypt, no file is made', () => {
    const ring = provideKeyRing(folder, given)
    expect(ring.current()).toEqual({ id: 'new', bytes: Buffer.alloc(32, 2) })
    expect(ring.find('old').bytes).toEqual(Buffer.alloc(32, 1))
    expect(readdirSync(folder)).toEqual([])
    expect(() => addKey(folder, given)).toThrow(/ECOKI_KEYS/)
  })

  test('that cannot be used are refused without being shown', () => {
    const short = Buffer.alloc(16, 7).toString('base64')
    const problem = problemOf(() => openKeyRing(folder, { ECOKI_KEYS: `new:${bytes(2)},old:${short}` }))
    expect(problem).toMatch(/part 2/)
    expect(problem).not.toContain(short)
  })
})

function problemOf(work: () => unknown): string {
  try {
    work()
  } catch (error) {
    if (error instanceof KeyRingError) return error.message
    throw error
  }
  throw new Error('Nothing was refused')
}
