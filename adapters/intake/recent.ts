const spanMs = 10_000
const slots = 100

/** What was committed within the last ten seconds. */
export class Recent {
  #slots: { at: number; rows: number; lags: number[] }[] = []

  /** Lag: from arrival to commit; undefined for what came out of the spool. */
  note(rows: number, lagsMs: number[]): void {
    const at = Math.floor(performance.now() / (spanMs / slots))
    const last = this.#slots.at(-1)
    const slot = last?.at === at ? last : { at, rows: 0, lags: [] }
    if (slot !== last) this.#slots.push(slot)
    slot.rows += rows
    // A few are enough for a median.
    slot.lags.push(...lagsMs.slice(0, Math.max(0, 50 - slot.lags.length)))
    while (this.#slots[0].at <= at - slots) this.#slots.shift()
  }

  get rowsPerS(): number {
    return this.#recent().reduce((sum, { rows }) => sum + rows, 0) / (spanMs / 1_000)
  }

  /** The median; 0 without any. */
  get lagMs(): number {
    const lags = this.#recent().flatMap((slot) => slot.lags)
    return lags.sort((a, b) => a - b)[lags.length >> 1] ?? 0
  }

  #recent() {
    const oldest = Math.floor(performance.now() / (spanMs / slots)) - slots
    return this.#slots.filter(({ at }) => at > oldest)
  }
}
