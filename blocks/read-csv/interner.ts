/** Texts as codes in order of first use, looked up by their bytes, so that a text is decoded once. */

export interface Interner {
  texts: string[]
  /** Code of the UTF-8 text in bytes[start, end). */
  code(bytes: Uint8Array, start: number, end: number): number
}

export function makeInterner(): Interner {
  const texts: string[] = []
  let slots = new Int32Array(1_024).fill(-1)
  let hashes = new Int32Array(512)
  let offsets = new Int32Array(513)
  let arena = new Uint8Array(16_384)

  function same(code: number, bytes: Uint8Array, start: number, length: number): boolean {
    const offset = offsets[code]
    if (offsets[code + 1] - offset !== length) return false
    for (let i = 0; i < length; i++) if (arena[offset + i] !== bytes[start + i]) return false
    return true
  }

  function add(hash: number, bytes: Uint8Array, start: number, end: number): number {
    const code = texts.length
    texts.push(Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString())
    const offset = offsets[code]
    if (offset + end - start > arena.length) arena = grown(arena, 2 * arena.length + end - start)
    arena.set(bytes.subarray(start, end), offset)
    hashes[code] = hash
    offsets[code + 1] = offset + end - start
    if (texts.length * 2 >= slots.length) rehash()
    else slots[freeSlot(hash)] = code
    return code
  }

  function freeSlot(hash: number): number {
    const mask = slots.length - 1
    let slot = hash & mask
    while (slots[slot] >= 0) slot = (slot + 1) & mask
    return slot
  }

  function rehash(): void {
    slots = new Int32Array(slots.length * 2).fill(-1)
    const moreHashes = new Int32Array(slots.length / 2)
    moreHashes.set(hashes.subarray(0, texts.length))
    hashes = moreHashes
    const moreOffsets = new Int32Array(slots.length / 2 + 1)
    moreOffsets.set(offsets.subarray(0, texts.length + 1))
    offsets = moreOffsets
    for (let code = 0; code < texts.length; code++) slots[freeSlot(hashes[code])] = code
  }

  function code(bytes: Uint8Array, start: number, end: number): number {
    const hash = hashOf(bytes, start, end)
    const mask = slots.length - 1
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const found = slots[slot]
      if (found < 0) return add(hash, bytes, start, end)
      if (hashes[found] === hash && same(found, bytes, start, end - start)) return found
    }
  }

  return { texts, code }
}

/** FNV-1a. */
function hashOf(bytes: Uint8Array, start: number, end: number): number {
  let hash = 0x811c9dc5 | 0
  for (let at = start; at < end; at++) hash = Math.imul(hash ^ bytes[at], 0x01000193)
  return hash
}

function grown(bytes: Uint8Array, length: number): Uint8Array<ArrayBuffer> {
  const more = new Uint8Array(length)
  more.set(bytes)
  return more
}
