/** How much one address and one caller may ask for; beyond it the answer is 429 and when to come again. */
import { isIPv6 } from 'node:net'
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import { DomainError } from '#pipeline/domain-error.ts'
import type { Caller } from '../actor.ts'

export interface LimitOptions {
  /** Calls in `windowS` seconds from one address... */
  perAddress: number
  /** ...by one person or token... */
  perCaller: number
  /** ...and by one address without either. */
  perStranger: number
  windowS: number
  /** Requests that are being answered at a time, open streams aside. */
  atOnce: number
}

/** By the second: whoever asks too much gets their share in small portions, and others come between. */
export const usualLimits: LimitOptions = {
  ...{ perAddress: 1_500, perCaller: 600, perStranger: 300, windowS: 1 },
  atOnce: 200,
}

/** In memory: there is one gateway. */
export class Limits {
  readonly #address: RateLimiterMemory
  readonly #caller: RateLimiterMemory
  readonly #stranger: RateLimiterMemory
  readonly #atOnce: number
  #open = 0

  constructor({ perAddress, perCaller, perStranger, windowS: duration, atOnce }: LimitOptions = usualLimits) {
    this.#address = new RateLimiterMemory({ points: perAddress, duration })
    this.#caller = new RateLimiterMemory({ points: perCaller, duration })
    this.#stranger = new RateLimiterMemory({ points: perStranger, duration })
    this.#atOnce = atOnce
  }

  /** Throws DomainError 'too-many-requests' with `retryAfterS`. */
  async takeForAddress(address: string, calls: number): Promise<void> {
    await take(this.#address, networkOf(address), calls)
  }

  /** Throws DomainError 'too-many-requests' with `retryAfterS`. */
  async takeForCaller({ actor }: Caller, calls: number): Promise<void> {
    if (actor.kind === 'anonymous') await take(this.#stranger, networkOf(actor.address ?? ''), calls)
    else await take(this.#caller, `${actor.kind} ${actor.id}`, calls)
  }

  /** Throws DomainError 'too-many-requests' when too much is being answered; else call what is returned at the end. */
  enter(): () => void {
    if (this.#open >= this.#atOnce) throw new DomainError('too-many-requests', { retryAfterS: 1 })
    this.#open++
    return () => void this.#open--
  }
}

async function take(limiter: RateLimiterMemory, key: string, calls: number): Promise<void> {
  try {
    await limiter.consume(key, calls)
  } catch (refused) {
    if (!(refused instanceof RateLimiterRes)) throw refused
    throw new DomainError('too-many-requests', { retryAfterS: Math.ceil(refused.msBeforeNext / 1_000) || 1 })
  }
}

/** Whoever has one address of the newer kind has all of its network. */
export function networkOf(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '')
  return isIPv6(plain) ? `${fullGroups(plain).slice(0, 4).join(':')}::/64` : plain
}

function fullGroups(address: string): string[] {
  const [head, tail = ''] = address.split('%')[0].split('::')
  const [first, last] = [head, tail].map((part) => part.split(':').filter((group) => group !== ''))
  const missing = address.includes('::') ? 8 - first.length - last.length : 0
  const groups = [...first, ...Array<string>(Math.max(0, missing)).fill('0'), ...last]
  return groups.map((group) => Number.parseInt(group, 16).toString(16))
}
