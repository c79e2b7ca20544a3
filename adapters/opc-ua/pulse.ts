/** A small question now and then, where no subscription tells that the server is alive. */
import { AttributeIds, coerceNodeId } from 'node-opcua-client'
import type { Served } from './served.ts'

const everyMs = 5_000
const currentTime = { nodeId: coerceNodeId('i=2258'), attributeId: AttributeIds.Value }

export class Pulse {
  readonly #served: Served
  #timer: NodeJS.Timeout | undefined

  constructor(served: Served) {
    this.#served = served
  }

  start(): void {
    this.#timer ??= setInterval(() => void this.#ask(), everyMs)
  }

  stop(): void {
    clearInterval(this.#timer)
  }

  async #ask(): Promise<void> {
    try {
      await this.#served.session.read(currentTime)
      this.#served.context.reportAlive()
    } catch (error) {
      this.#served.lost(error)
    }
  }
}
