/** The plant's clock: runs `speed` times as fast as the machine's, from `startMs`, and never overtakes it. */
export class PlantClock {
  #startMs: number
  #speed: number
  #wallStartMs: number

  constructor(startMs: number, speed: number, wallNowMs = Date.now()) {
    this.#startMs = startMs
    this.#speed = speed
    this.#wallStartMs = wallNowMs
  }

  /** Epoch ms on the plant's clock. */
  now(wallNowMs = Date.now()): number {
    const ahead = this.#startMs + (wallNowMs - this.#wallStartMs) * this.#speed
    return this.#speed > 1 ? Math.min(ahead, wallNowMs) : ahead
  }

  /** How long the machine's clock takes until the plant's reads `timeMs`. */
  msUntil(timeMs: number, wallNowMs = Date.now()): number {
    const missing = timeMs - this.now(wallNowMs)
    const isBehind = this.now(wallNowMs) < wallNowMs
    return Math.max(0, isBehind ? missing / this.#speed : missing)
  }
}
