/**
 * The keys that EcoKI encrypts with: secrets in the database, and what Temporal keeps. They lie in a file of the data
 * folder that only its owner can read, or come from the environment. The newest one encrypts; all of them decrypt.
 */
import { randomBytes } from 'node:crypto'
import { existsSync, linkSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { Variables } from './environment.ts'

export interface RingKey {
  /** Stands in plain text beside everything that the key has encrypted. */
  id: string
  /** 32 bytes, for AES-256. */
  bytes: Buffer
  /** Since when it encrypts; absent for keys of the environment. */
  createdAt?: string
}

/** What encrypts and decrypts. A key that another process has added is found without a restart. */
export interface KeyRing {
  /** The key that encrypts. */
  current(): RingKey
  /** A key by its id. Throws `KeyRingError` where there is none. */
  find(id: string): RingKey
  /** All of them, the current one first. */
  list(): RingKey[]
}

/** A ring that cannot be used, or lacks a key; the message says what to do. */
export class KeyRingError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'KeyRingError'
  }
}

const id = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/)
const bytes = z.base64().transform((text) => Buffer.from(text, 'base64'))
const key = z.object({ id, bytes: bytes.refine((value) => value.length === 32), createdAt: z.iso.datetime() })
const ringSchema = z.object({ version: z.literal(1), keys: z.array(key).min(1) })

/** How long a key of the file may be used before the file is looked at again. */
const freshMs = 1_000

/** Where the keys lie. */
export function keyRingFile(dataDir: string): string {
  return join(dataDir, 'keys.json')
}

/** The ring of a data folder, or of ECOKI_KEYS. Throws `KeyRingError` where there is none. */
export function openKeyRing(dataDir: string, variables: Variables = process.env): KeyRing {
  const given = variables.ECOKI_KEYS
  return given ? new FixedRing(parseGiven(given)) : new FileRing(keyRingFile(dataDir))
}

/** The same, after a first key was made where there is none. Of many processes that do so at once, one makes it. */
export function provideKeyRing(dataDir: string, variables: Variables = process.env): KeyRing {
  if (!variables.ECOKI_KEYS && !existsSync(keyRingFile(dataDir))) makeFile(keyRingFile(dataDir))
  return openKeyRing(dataDir, variables)
}

/** A ring of keys that are known, the current one first. */
export function makeKeyRing(keys: RingKey[]): KeyRing {
  return new FixedRing(keys)
}

/** 32 random bytes with a random name. */
export function newKey(): RingKey {
  return { id: randomBytes(6).toString('hex'), bytes: randomBytes(32), createdAt: new Date().toISOString() }
}

/** Puts a new key before the others; processes that run take it within a second. Throws where the environment rules. */
export function addKey(dataDir: string, variables: Variables = process.env): RingKey {
  if (variables.ECOKI_KEYS)
    throw new KeyRingError(
      'The keys come from ECOKI_KEYS: put a new one before the others there, and restart.',
    )
  const file = keyRingFile(dataDir)
  const added = newKey()
  writeWhole(file, [added, ...readFile(file)])
  return added
}

/** Takes keys away for good. The current one stays whatever is asked. */
export function removeKeys(dataDir: string, ids: string[]): void {
  const file = keyRingFile(dataDir)
  writeWhole(
    file,
    readFile(file).filter(({ id }, place) => place === 0 || !ids.includes(id)),
  )
}

class FixedRing implements KeyRing {
  readonly #keys: RingKey[]

  constructor(keys: RingKey[]) {
    this.#keys = keys
  }

  current(): RingKey {
    return this.#keys[0]
  }

  find(id: string): RingKey {
    return this.#keys.find((key) => key.id === id) ?? missing(id, 'ECOKI_KEYS')
  }

  list(): RingKey[] {
    return this.#keys
  }
}

class FileRing implements KeyRing {
  readonly #file: string
  #keys: RingKey[]
  #stamp = ''
  #lookedAt = 0

  constructor(file: string) {
    this.#file = file
    this.#keys = []
    this.#refresh()
  }

  current(): RingKey {
    if (Date.now() - this.#lookedAt > freshMs) this.#refresh()
    return this.#keys[0]
  }

  find(id: string): RingKey {
    const known = () => this.#keys.find((key) => key.id === id)
    const found = known()
    if (found) return found
    this.#refresh()
    return known() ?? missing(id, this.#file)
  }

  list(): RingKey[] {
    this.#refresh()
    return this.#keys
  }

  #refresh(): void {
    const stamp = stampOf(this.#file)
    if (stamp !== this.#stamp) this.#keys = readFile(this.#file)
    this.#stamp = stamp
    this.#lookedAt = Date.now()
  }
}

function stampOf(file: string): string {
  const stat = statSync(file, { bigint: true, throwIfNoEntry: false })
  return stat ? `${stat.ino}-${stat.mtimeNs}-${stat.size}` : 'none'
}

function readFile(file: string): RingKey[] {
  if (!existsSync(file))
    throw new KeyRingError(
      `${file} is not there, and with it the keys. Put it back from a backup; \`npm start\` makes a new one only where none was.`,
    )
  const parsed = ringSchema.safeParse(parseJson(readFileSync(file, 'utf8')))
  // What is in the file is never shown.
  if (!parsed.success) throw new KeyRingError(`${file} is damaged. Put it back from a backup.`)
  return parsed.data.keys
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined // no JSON is no ring, and its text must not stand in a message
  }
}

/** `id:base64,id:base64`, the current one first. */
function parseGiven(text: string): RingKey[] {
  return text.split(',').map((part, place) => {
    const [name, value] = part.trim().split(':')
    const parsed = key.omit({ createdAt: true }).safeParse({ id: name, bytes: value })
    if (parsed.success) return parsed.data
    throw new KeyRingError(
      `ECOKI_KEYS: part ${place + 1} must look like NAME:KEY, with 32 bytes as base64 (openssl rand -base64 32).`,
    )
  })
}

/** A link fails where the file is there already, so that nobody's key is replaced. */
function makeFile(file: string): void {
  const own = `${file}.${process.pid}.new`
  writeFileSync(own, render([newKey()]), { mode: 0o600, flush: true })
  try {
    linkSync(own, file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    rmSync(own)
  }
}

function writeWhole(file: string, keys: RingKey[]): void {
  writeFileSync(`${file}.new`, render(keys), { mode: 0o600, flush: true })
  renameSync(`${file}.new`, file)
}

function render(keys: RingKey[]): string {
  const plain = keys.map((one) => ({ ...one, bytes: one.bytes.toString('base64') }))
  return `${JSON.stringify({ version: 1, keys: plain }, null, 2)}\n`
}

function missing(id: string, place: string): never {
  throw new KeyRingError(
    `This was encrypted with the key ${id}, which ${place} does not hold. Put the ring back that held it, from a backup; what it encrypted can be read by nobody else.`,
  )
}
