/**
 * A file that only a passphrase opens, written and read piece by piece. docs/operations.md describes each byte. Every
 * piece is encrypted and authenticated under its own number, and the last one says that it is the last: a changed,
 * exchanged, missing or added byte is found.
 */
import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  randomBytes,
  scrypt,
  timingSafeEqual,
} from 'node:crypto'
import { open } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { promisify } from 'node:util'
import { BackupError } from './backup-error.ts'

const magic = Buffer.from('ECOKI-BACKUP\n')
const formatVersion = 1
/** 128 MiB of memory and half a second for each guess. */
const usualCost = { log2N: 17, r: 8, p: 1 }
const saltBytes = 16
const checkBytes = 32
const headBytes = magic.length + 4 + saltBytes
const tagBytes = 16
const pieceBytes = 1024 * 1024
const lastFlag = 0x8000_0000

interface Keys {
  /** Of AES-256-GCM. */
  content: Buffer
  /** Shows a wrong passphrase before anything is read. */
  check: Buffer
}

/** Takes plain bytes, and is complete after `finish`. */
export class SealedWriter {
  readonly #file: FileHandle
  readonly #key: Buffer
  readonly #waiting: Buffer[] = []
  #waitingBytes = 0
  #number = 0n

  private constructor(file: FileHandle, key: Buffer) {
    this.#file = file
    this.#key = key
  }

  /** Begins a new file that only its owner reads. Throws where there is one already. */
  static async create(path: string, passphrase: string): Promise<SealedWriter> {
    const { log2N, r, p } = usualCost
    const head = Buffer.concat([magic, Buffer.of(formatVersion, log2N, r, p), randomBytes(saltBytes)])
    const keys = await deriveKeys(head, passphrase)
    const file = await open(path, 'wx', 0o600)
    const writer = new SealedWriter(file, keys.content)
    await file.appendFile(Buffer.concat([head, checkOf(keys, head)]))
    return writer
  }

  async write(bytes: Uint8Array): Promise<void> {
    this.#waiting.push(Buffer.from(bytes))
    this.#waitingBytes += bytes.length
    while (this.#waitingBytes > pieceBytes) await this.#writePiece(pieceBytes, 0)
  }

  /** Everything is on the disk when it resolves. */
  async finish(): Promise<void> {
    await this.#writePiece(this.#waitingBytes, lastFlag)
    await this.#file.sync()
    await this.#file.close()
  }

  async abandon(): Promise<void> {
    await this.#file.close()
  }

  async #writePiece(length: number, flag: number): Promise<void> {
    const all = Buffer.concat(this.#waiting)
    const rest = all.subarray(length)
    this.#waiting.splice(0, Infinity, ...(rest.length > 0 ? [rest] : []))
    this.#waitingBytes = rest.length
    const announced = announce(length, flag)
    const cipher = createCipheriv('aes-256-gcm', this.#key, nonceOf(this.#number++)).setAAD(announced)
    const sealed = [cipher.update(all.subarray(0, length)), cipher.final()]
    await this.#file.appendFile(Buffer.concat([announced, ...sealed, cipher.getAuthTag()]))
  }
}

/** The plain bytes of a sealed file, in order. Throws `BackupError` at the first one that is not as it was written. */
export async function* readSealed(path: string, passphrase: string): AsyncGenerator<Buffer> {
  const file = await openToRead(path)
  try {
    const key = await readHead(file, passphrase)
    let isLast = false
    for (let number = 0n; !isLast; number++) {
      const announced = await take(file, 4)
      const word = announced.readUInt32BE()
      isLast = word >= lastFlag
      const length = word % lastFlag
      if (length > pieceBytes) throw damaged()
      yield unseal(key, { number, announced, sealed: await take(file, length + tagBytes) })
    }
    if ((await file.read(Buffer.alloc(1), 0, 1)).bytesRead > 0)
      throw damaged('something was added to its end')
  } finally {
    await file.close()
  }
}

async function openToRead(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'r')
  } catch (error) {
    throw new BackupError(`${path} cannot be opened (${(error as NodeJS.ErrnoException).code}).`)
  }
}

async function readHead(file: FileHandle, passphrase: string): Promise<Buffer> {
  const head = await take(file, headBytes, 'This file is no backup of EcoKI: it is too short')
  if (!head.subarray(0, magic.length).equals(magic)) throw new BackupError('This file is no backup of EcoKI.')
  const version = head[magic.length]
  if (version !== formatVersion)
    throw new BackupError(
      `This backup has format ${version}, and this EcoKI knows format ${formatVersion} only.`,
    )
  const check = await take(file, checkBytes)
  const keys = await deriveKeys(head, passphrase)
  if (timingSafeEqual(check, checkOf(keys, head))) return keys.content
  throw new BackupError('The passphrase is wrong, or the first bytes of the file are damaged.')
}

async function take(
  file: FileHandle,
  bytes: number,
  problem = 'The backup is cut off: its end is missing',
): Promise<Buffer> {
  const buffer = Buffer.alloc(bytes)
  for (let at = 0; at < bytes;) {
    const { bytesRead } = await file.read(buffer, at, bytes - at)
    if (bytesRead === 0) throw new BackupError(`${problem}.`)
    at += bytesRead
  }
  return buffer
}

function unseal(
  key: Buffer,
  { number, announced, sealed }: { number: bigint; announced: Buffer; sealed: Buffer },
): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, nonceOf(number)).setAAD(announced)
  decipher.setAuthTag(sealed.subarray(-tagBytes))
  const plain = decipher.update(sealed.subarray(0, -tagBytes))
  try {
    return Buffer.concat([plain, decipher.final()])
  } catch {
    throw damaged(`piece ${number + 1n} is not as it was written`)
  }
}

function damaged(how = 'a length in it is impossible'): BackupError {
  return new BackupError(`The backup is damaged: ${how}.`)
}

function announce(length: number, flag: number): Buffer {
  const announced = Buffer.alloc(4)
  announced.writeUInt32BE(flag + length)
  return announced
}

/** The key belongs to this file alone, so a number never comes twice under it. */
function nonceOf(number: bigint): Buffer {
  const nonce = Buffer.alloc(12)
  nonce.writeBigUInt64BE(number, 4)
  return nonce
}

function checkOf({ check }: Keys, head: Buffer): Buffer {
  return createHmac('sha256', check).update(head).digest()
}

async function deriveKeys(head: Buffer, passphrase: string): Promise<Keys> {
  const [log2N, r, p] = head.subarray(magic.length + 1, magic.length + 4)
  // A file must not be able to ask for more memory than a machine has.
  if (log2N < 14 || log2N > 20 || r !== 8 || p !== 1) throw damaged('its first bytes are impossible')
  const derive = promisify<string, Buffer, number, object, Buffer>(scrypt)
  const salt = head.subarray(-saltBytes)
  const cost = { N: 2 ** log2N, r, p, maxmem: 2 ** (log2N + 11) }
  const keys = await derive(passphrase.normalize('NFC'), salt, 64, cost)
  return { content: keys.subarray(0, 32), check: keys.subarray(32) }
}
