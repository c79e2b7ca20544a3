/**
 * Random numbers that are a function of seed, stream and step alone: nothing has to be kept to go on after a restart.
 * The mixing is that of SplitMix32; no logarithm, sine or exponential, whose last digits differ between engines.
 */

/** Uniform in [0, 1) of 32 bits. */
export function uniformAt(seed: number, stream: number, step: number): number {
  return mixed(seedWord(seed, stream), step) / 4294967296
}

/** Nearly standard normal: the sum of four uniform numbers, scaled; never beyond 3.47. */
export function normalAt(seed: number, stream: number, step: number): number {
  const word = seedWord(seed, stream)
  const at = Math.imul(step | 0, 4)
  const high = Math.floor(step / 1073741824)
  let sum = -2
  for (let i = 0; i < 4; i++) sum += mixed(word ^ Math.imul(high, 0x27d4eb2f), at + i) / 4294967296
  // The variance of the sum is 4/12.
  return sum * 1.7320508075688772
}

function seedWord(seed: number, stream: number): number {
  const high = Math.floor(seed / 4294967296)
  return finish(seed ^ Math.imul(high, 0x85ebca6b) ^ Math.imul(stream + 1, 0xc2b2ae35))
}

function mixed(word: number, step: number): number {
  return finish(word + Math.imul(step | 0, 0x9e3779b9) + Math.floor(step / 4294967296))
}

function finish(word: number): number {
  let z = word >>> 0
  z = Math.imul(z ^ (z >>> 16), 0x21f0aaad)
  z = Math.imul(z ^ (z >>> 15), 0x735a2d97)
  return (z ^ (z >>> 15)) >>> 0
}

/** Unit variance, forgetting within `memoryS`: the next value of a first-order autoregression. */
export function wander(value: number, fresh: number, of: { dtS: number; memoryS: number }): number {
  const keep = of.memoryS / (of.memoryS + of.dtS)
  return keep * value + Math.sqrt(1 - keep * keep) * fresh
}

/** One step of a first-order lag towards `target`; stable for any step. */
export function lag(value: number, target: number, of: { dtS: number; tauS: number }): number {
  return value + ((target - value) * of.dtS) / (of.tauS + of.dtS)
}
