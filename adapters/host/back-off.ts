/** Waiting longer after each failure, and never in step with others. */
const firstMs = 500
const mostMs = 30_000

export class BackOff {
  #failures = 0
  readonly #random: () => number

  constructor(random: () => number = Math.random) {
    this.#random = random
  }

  /** How long to wait now: half to all of 0.5, 1, 2 ... 30 s. */
  next(): number {
    const most = Math.min(mostMs, firstMs * 2 ** Math.min(this.#failures++, 10))
    return most * (0.5 + this.#random() / 2)
  }

  /** Something went well. */
  reset(): void {
    this.#failures = 0
  }
}
