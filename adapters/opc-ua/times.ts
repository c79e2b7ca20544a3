/** OPC UA counts 100 ns since 1601, plus picoseconds; here whole µs since 1970. */

/** The library's own start of time: the server said none. */
const noTimeMs = -11_644_473_600_000

/** Undefined where the server said no time, or one that no double holds in whole µs. */
export function toMicros(date: Date | null | undefined, picoseconds = 0): number | undefined {
  if (!date) return undefined
  const ms = date.getTime()
  const us = ms * 1000 + Math.floor(picoseconds / 1_000_000)
  return ms > noTimeMs && Number.isSafeInteger(us) ? us : undefined
}

/** The same of a value that is a time, whose digits below the millisecond the library keeps beside it. */
export function dateMicros(date: Date): bigint {
  const { picoseconds = 0 } = date as Date & { picoseconds?: number }
  return BigInt(date.getTime()) * 1000n + BigInt(Math.floor(picoseconds / 1_000_000))
}

/** '2026-03-01T12:00:00.123456Z'. */
export function isoMicros(us: bigint): string {
  const inSecond = ((us % 1_000_000n) + 1_000_000n) % 1_000_000n
  const second = new Date(Number((us - inSecond) / 1000n)).toISOString().replace(/\.\d+Z$/, '')
  return `${second}.${String(inSecond).padStart(6, '0')}Z`
}
