import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readEntries, writeEntry } from './archive.ts'
import { SealedWriter, readSealed } from './sealed-file.ts'

const folder = mkdtempSync(join(tmpdir(), 'ecoki-sealed-'))
const path = join(folder, 'sealed')
const passphrase = 'Grüße aus dem Werk'
afterAll(() => rmSync(folder, { recursive: true }))

/** Two pieces and a bit; the same bytes again and again would hide an exchange of pieces. */
const plain = Buffer.from(Uint32Array.from({ length: 600_000 }, (_, index) => index).buffer)

async function contentOf(file: string, opener = passphrase): Promise<Buffer> {
  const pieces: Buffer[] = []
  for await (const piece of readSealed(file, opener)) pieces.push(piece)
  return Buffer.concat(pieces)
}

function changed(change: (bytes: Buffer) => Buffer): string {
  const file = join(folder, 'changed')
  writeFileSync(file, change(readFileSync(path)))
  return file
}

beforeAll(async () => {
  const writer = await SealedWriter.create(path, passphrase)
  for (let at = 0; at < plain.length; at += 777_777) await writer.write(plain.subarray(at, at + 777_777))
  await writer.finish()
})

/** 13 + 1 + 3 + 16 + 32, then pieces of 4 + 1 MiB + 16. */
const headBytes = 65
const sealedPiece = 4 + 1024 * 1024 + 16

describe('a sealed file', () => {
  test('gives back what was put in, to its owner, and shows nothing of it', async () => {
    expect((await contentOf(path)).equals(plain)).toBe(true)
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(readFileSync(path).includes(plain.subarray(4_000, 4_016))).toBe(false)
  })

  test('opens for the same letters, however they are made up', async () => {
    await expect(contentOf(path, passphrase.normalize('NFD'))).resolves.toHaveLength(plain.length)
  })

  test('tells a wrong passphrase before anything else', async () => {
    await expect(contentOf(path, 'Grüße aus dem Werk ')).rejects.toThrow('passphrase is wrong')
  })

  test.each<[string, (bytes: Buffer) => Buffer, string]>([
    ['cut in its middle', (bytes) => bytes.subarray(0, headBytes + sealedPiece + 1_000), 'cut off'],
    ['cut after a whole piece', (bytes) => bytes.subarray(0, headBytes + 2 * sealedPiece), 'cut off'],
    ['cut in its head', (bytes) => bytes.subarray(0, 20), 'too short'],
    ['with a byte more', (bytes) => Buffer.concat([bytes, Buffer.of(0)]), 'added to its end'],
    ['with two pieces exchanged', (bytes) => exchange(bytes), 'piece 1 is not as it was written'],
    ['with a piece left out', (bytes) => without(bytes), 'piece 2 is not as it was written'],
    ['with another cost', (bytes) => flip(bytes, 14), 'damaged'],
    ['with another salt', (bytes) => flip(bytes, 20), 'passphrase is wrong, or the first bytes'],
    ['with another length', (bytes) => flip(bytes, headBytes + 3), 'a length in it is impossible'],
    ['that says too early that it ends', (bytes) => flip(bytes, headBytes, 0x80), 'piece 1'],
    ['of something else', () => Buffer.from('PK\x03\x04'.repeat(40)), 'no backup of EcoKI'],
    [
      'of a later format',
      (bytes) => Buffer.concat([bytes.subarray(0, 13), Buffer.of(2), bytes.subarray(14)]),
      'format 2',
    ],
  ])('%s is refused', async (_, change, words) => {
    await expect(contentOf(changed(change))).rejects.toThrow(words)
  })

  test('finds a changed bit wherever it is', async () => {
    const { length } = readFileSync(path)
    for (let at = headBytes + 4; at < length; at += Math.floor(length / 6)) {
      await expect(contentOf(changed((bytes) => flip(bytes, at)))).rejects.toThrow('damaged')
    }
  })
})

describe('entries', () => {
  test('come out as they went in: empty, small, large, skipped', async () => {
    const file = join(folder, 'entries')
    const writer = await SealedWriter.create(file, passphrase)
    const write = (bytes: Uint8Array) => writer.write(bytes)
    await writeEntry(write, { path: 'empty' }, [])
    await writeEntry(write, { path: 'large', mode: 0o600 }, [plain.subarray(0, 5), plain])
    await writeEntry(write, { path: 'small' }, [Buffer.from('end')])
    await writer.finish()
    const found: [string, number | undefined, number][] = []
    for await (const { path: name, mode, content } of readEntries(readSealed(file, passphrase))) {
      let bytes = 0
      if (name !== 'small') for await (const piece of content) bytes += piece.length
      found.push([name, mode, bytes])
    }
    expect(found).toEqual([
      ['empty', undefined, 0],
      ['large', 0o600, plain.length + 5],
      ['small', undefined, 0],
    ])
  })
})

function flip(bytes: Buffer, at: number, mask = 1): Buffer {
  const copy = Buffer.from(bytes)
  copy[at] ^= mask
  return copy
}

function exchange(bytes: Buffer): Buffer {
  const [first, second] = [0, 1].map((index) =>
    bytes.subarray(headBytes + index * sealedPiece, headBytes + (index + 1) * sealedPiece),
  )
  return Buffer.concat([
    bytes.subarray(0, headBytes),
    second,
    first,
    bytes.subarray(headBytes + 2 * sealedPiece),
  ])
}

function without(bytes: Buffer): Buffer {
  return Buffer.concat([
    bytes.subarray(0, headBytes + sealedPiece),
    bytes.subarray(headBytes + 2 * sealedPiece),
  ])
}
