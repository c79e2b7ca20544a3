/** Rows chosen at random: SplitMix64 (Steele, Lea, Flood 2014) and a shuffle by Fisher and Yates (Durstenfeld 1964). */

/** `count` of the row numbers 0 to rows - 1, each set of them equally likely, ascending. */
export function chooseRows(rows: number, count: number, seed: number): Int32Array {
  const order = Int32Array.from({ length: rows }, (_, row) => row)
  const next = splitMix64(seed)
  for (let i = 0; i < count; i++) {
    const j = i + Math.floor(next() * (rows - i))
    const kept = order[i]
    order[i] = order[j]
    order[j] = kept
  }
  return order.subarray(0, count).sort()
}

/** The row numbers that are not among the chosen. */
export function otherRows(rows: number, chosen: Int32Array): Int32Array {
  const others = new Int32Array(rows - chosen.length)
  let [at, count] = [0, 0]
  for (let row = 0; row < rows; row++) {
    if (chosen[at] === row) at++
    else others[count++] = row
  }
  return others
}

/** Uniform numbers in [0, 1) of 53 bits. */
export function splitMix64(seed: number): () => number {
  const state = new BigUint64Array([BigInt(seed), 0n])
  return () => {
    state[0] += 0x9e3779b97f4a7c15n
    state[1] = (state[0] ^ (state[0] >> 30n)) * 0xbf58476d1ce4e5b9n
    state[1] = (state[1] ^ (state[1] >> 27n)) * 0x94d049bb133111ebn
    return Number((state[1] ^ (state[1] >> 31n)) >> 11n) / 2 ** 53
  }
}
