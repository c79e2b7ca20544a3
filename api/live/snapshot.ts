/**
 * What PostgreSQL says a moment in its history is: `xmin:xmax:xip`. Transactions below xmax are over and seen, but for
 * those in xip. Moments of one database are ordered, each sees all that the earlier ones saw.
 */
export interface Snapshot {
  text: string
  /** Transactions from here on were not over. */
  end: bigint
  /** Of those before, the ones that were not over. */
  open: readonly bigint[]
}

const form = /^\d{1,19}:\d{1,19}:(\d{1,19}(,\d{1,19})*)?$/

/** Undefined for what is no snapshot. */
export function parseSnapshot(text: string): Snapshot | undefined {
  if (text.length > 20_000 || !form.test(text)) return undefined
  const [, end, open] = text.split(':')
  return { text, end: BigInt(end), open: open === '' ? [] : open.split(',').map(BigInt) }
}

/** Whether a transaction was over at that moment. */
export function hasSeen({ end, open }: Snapshot, transaction: bigint): boolean {
  return transaction < end && !open.includes(transaction)
}

export function isNewer(a: Snapshot, b: Snapshot): boolean {
  return a.end > b.end || (a.end === b.end && a.open.length < b.open.length)
}

/** No transaction up to this one was still open, so nothing of it can be missing. */
export function hasSeenAllUntil({ end, open }: Snapshot, transaction: bigint): boolean {
  return end > transaction && open.every((one) => one > transaction)
}
