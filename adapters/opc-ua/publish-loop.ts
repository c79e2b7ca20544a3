/**
 * Asks the server for notifications, always a few requests ahead. A notification is acknowledged only after it was
 * accepted, and while it is not, no further one is asked for: the server's queues hold what comes meanwhile. The
 * library's own publishing acknowledges on arrival, so this does it by the plain services of the session.
 */
import { PublishRequest, RepublishRequest } from 'node-opcua-client'
import type { NotificationMessage, PublishResponse } from 'node-opcua-client'
import { AdapterError } from '#adapters/adapter.ts'
import { statusOfError } from './errors.ts'
import type { RawSession } from './served.ts'
import { missingBefore, nextSequence } from './sequence-numbers.ts'

export interface PublishTasks {
  /** Resolves once everything in it is kept for good. */
  accept(message: NotificationMessage): Promise<void>
  /** Messages were lost between the last one and this. */
  lose(before: NotificationMessage): Promise<void>
  /** Resolves once it is remembered that all up to here was accepted; only then the server may forget it. */
  remember(sequence: number): Promise<void>
  /** A sign of life with nothing in it: nothing is missing up to it. */
  quiet(message: NotificationMessage): void
  alive(): void
  lost(error: unknown): void
}

const ahead = 3
const settleMs = 1_000

export class PublishLoop {
  readonly #session: RawSession
  readonly #subscription: { id: number; silenceMs: number }
  readonly #tasks: PublishTasks
  #waiting = 0
  #handling = 0
  #ahead = ahead
  #last: number
  #accepted: number[] = []
  #acknowledgements: number[] = []
  #settledMs = 0
  #tail: Promise<void> = Promise.resolve()
  #heardMs = performance.now()
  #watch: NodeJS.Timeout | undefined
  #isClosed = false

  /** `last` is the sequence number of the message that was accepted last; 0 in the beginning. */
  constructor(
    session: RawSession,
    subscription: { id: number; silenceMs: number; last: number },
    tasks: PublishTasks,
  ) {
    this.#session = session
    this.#subscription = subscription
    this.#last = subscription.last
    this.#tasks = tasks
  }

  /** Fetches what an earlier session left unacknowledged, then goes on. */
  start(available: number[] = []): void {
    const left = available.toSorted((a, b) => a - b)
    this.#chain(async () => {
      for (const sequence of left) await this.#fetchLeft(sequence)
    })
    this.#watchSilence()
    this.#ask()
  }

  /** Resolves once the notification at work is done with. */
  async close(): Promise<void> {
    this.#isClosed = true
    clearInterval(this.#watch)
    await this.#tail
    await this.#settle(0)
  }

  #ask(): void {
    while (!this.#isClosed && this.#waiting + this.#handling < this.#ahead) this.#send()
  }

  #send(): void {
    if (this.#waiting === 0) this.#heardMs = performance.now()
    this.#waiting++
    const acknowledgements = this.#acknowledgements
    this.#acknowledgements = []
    const { id: subscriptionId, silenceMs } = this.#subscription
    const request = new PublishRequest({
      requestHeader: { timeoutHint: silenceMs * (ahead + 2) },
      subscriptionAcknowledgements: acknowledgements.map((sequenceNumber) => ({
        subscriptionId,
        sequenceNumber,
      })),
    })
    this.#session.publish(request, (error, response) => {
      this.#waiting--
      if (this.#isClosed) return
      this.#heardMs = performance.now()
      if (response && !error) this.#receive(response)
      else this.#refused(error)
    })
  }

  #receive(response: PublishResponse): void {
    this.#tasks.alive()
    if (response.subscriptionId === this.#subscription.id) {
      this.#handling++
      this.#chain(async () => {
        await this.#handle(response.notificationMessage)
        this.#handling--
      })
    }
    this.#ask()
  }

  #refused(error: unknown): void {
    const status = statusOfError(error)
    if (status === 'BadTooManyPublishRequests' && this.#ahead > 1) this.#ahead--
    else if (status !== 'BadTimeout') this.#fail(error)
    this.#ask()
  }

  #fail(error: unknown): void {
    if (this.#isClosed) return
    this.#isClosed = true
    clearInterval(this.#watch)
    this.#tasks.lost(error)
  }

  /** One after the other; the first that fails ends the loop. */
  #chain(work: () => Promise<void>): void {
    this.#tail = this.#tail.then(async () => {
      if (this.#isClosed) return
      try {
        await work()
      } catch (error) {
        this.#fail(error)
      }
      this.#ask()
    })
  }

  async #handle(message: NotificationMessage): Promise<void> {
    const sequence = message.sequenceNumber
    const isKeepAlive = (message.notificationData ?? []).length === 0
    const missing = missingBefore(sequence, this.#last)
    if (missing > 0) await this.#repair(missing, message)
    // A keep-alive names the number that comes next, and carries nothing.
    if (!isKeepAlive && missing >= 0) await this.#accept(message)
    if (isKeepAlive) this.#tasks.quiet(message)
    await this.#settle(settleMs)
  }

  async #accept(message: NotificationMessage): Promise<void> {
    await this.#tasks.accept(message)
    this.#last = message.sequenceNumber
    this.#accepted.push(message.sequenceNumber)
  }

  /** Remembers how far it got, not more often than that; what is remembered may be acknowledged. */
  async #settle(everyMs: number): Promise<void> {
    const nowMs = performance.now()
    if (this.#last === 0 || nowMs - this.#settledMs < everyMs) return
    await this.#tasks.remember(this.#last)
    this.#settledMs = nowMs
    this.#acknowledgements.push(...this.#accepted.splice(0))
  }

  async #repair(missing: number, before: NotificationMessage): Promise<void> {
    let lost = 0
    // More than this no server keeps: asking for each would take for ever.
    const askFor = Math.min(missing, maxRepublished)
    lost += missing - askFor
    for (let step = 0; step < missing - askFor; step++) this.#last = nextSequence(this.#last)
    for (let step = 0; step < askFor; step++) {
      const sequence = nextSequence(this.#last)
      const message = await this.#republish(sequence)
      if (message) await this.#accept(message)
      else lost++
      this.#last = sequence
    }
    if (lost > 0) await this.#tasks.lose(before)
  }

  async #fetchLeft(sequence: number): Promise<void> {
    if (missingBefore(sequence, this.#last) < 0) {
      // Accepted earlier, only the acknowledgement did not get through.
      this.#acknowledgements.push(sequence)
      return
    }
    const message = await this.#republish(sequence)
    if (message) await this.#handle(message)
  }

  /** Undefined: the server does not have it any more. */
  #republish(retransmitSequenceNumber: number): Promise<NotificationMessage | undefined> {
    const request = new RepublishRequest({ subscriptionId: this.#subscription.id, retransmitSequenceNumber })
    return new Promise((resolve, reject) => {
      this.#session.republish(request, (error, response) => {
        // Some servers answer with an empty message instead of a refusal.
        if (response && !error) resolve(messageIf(response.notificationMessage, retransmitSequenceNumber))
        else if (isRefusal(statusOfError(error))) resolve(undefined)
        else reject(error ?? new Error('no answer to republish'))
      })
    })
  }

  #watchSilence(): void {
    const everyMs = Math.max(this.#subscription.silenceMs / 4, 250)
    let dueMs = performance.now() + everyMs
    this.#watch = setInterval(() => {
      const nowMs = performance.now()
      // Where we ourselves were held up, the answers may just not have been read yet.
      const wasHeldUp = nowMs - dueMs > everyMs
      dueMs = nowMs + everyMs
      const silentMs = nowMs - this.#heardMs
      if (wasHeldUp || this.#waiting === 0 || silentMs < this.#subscription.silenceMs) return
      this.#fail(new AdapterError('opc-ua-silent', { silentMs: Math.round(silentMs) }))
    }, everyMs)
  }
}

const maxRepublished = 1_000

function isRefusal(status: string | undefined): boolean {
  return (
    status === 'BadMessageNotAvailable' ||
    status === 'BadServiceUnsupported' ||
    status === 'BadNotImplemented'
  )
}

function messageIf(message: NotificationMessage, sequence: number): NotificationMessage | undefined {
  const isAsked = message.sequenceNumber === sequence && (message.notificationData ?? []).length > 0
  return isAsked ? message : undefined
}
