/**
 * Seeded random numbers, the same bits on every machine: xoshiro128** (Blackman and Vigna 2018) on 32-bit
 * integers, and sums of them. No logarithm, sine or exponential: their last digits differ between engines.
 */
export interface Random {
  /** Uniform in [0, 1), 53 bits. */
  uniform(): number
  /** Nearly standard normal: twelve uniform numbers minus 6 (Irwin-Hall); never beyond 6. */
  normal(): number
}

/** `stream` gives independent numbers for the same seed. */
export function seededRandom(seed: number, stream: number): Random {
  const next = xoshiro128(seedState(seed, stream))
  const uniform = (): number => {
    const high = next() >>> 5
    const low = next() >>> 6
    return (high * 67108864 + low) / 9007199254740992
  }
  const normal = (): number => {
    let sum = -6
    for (let i = 0; i < 12; i++) sum += next() / 4294967296
    return sum
  }
  return { uniform, normal }
}

/** Four words by SplitMix32 from both halves of the seed and the stream. */
function seedState(seed: number, stream: number): Uint32Array {
  const high = Math.floor(seed / 4294967296)
  let word = (seed ^ Math.imul(high, 0x85ebca6b) ^ Math.imul(stream, 0xc2b2ae35)) >>> 0
  return Uint32Array.from({ length: 4 }, () => {
    word = (word + 0x9e3779b9) >>> 0
    let z = Math.imul(word ^ (word >>> 16), 0x21f0aaad)
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97)
    return (z ^ (z >>> 15)) >>> 0
  })
}

function xoshiro128(s: Uint32Array): () => number {
  return () => {
    const result = Math.imul(rotated(Math.imul(s[1], 5), 7), 9) >>> 0
    const shifted = s[1] << 9
    s[2] ^= s[0]
    s[3] ^= s[1]
    s[1] ^= s[2]
    s[0] ^= s[3]
    s[2] ^= shifted
    s[3] = rotated(s[3], 11)
    return result
  }
}

function rotated(word: number, by: number): number {
  return (word << by) | (word >>> (32 - by))
}
