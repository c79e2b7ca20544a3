/** Slows down guessing: after some failures each further try has to wait, longer and longer. */
import { createHash } from 'node:crypto'
import type pg from 'pg'
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible'
import { DomainError } from '#pipeline/domain-error.ts'

interface Limit {
  name: string
  /** Failures without any wait. */
  free: number
  /** How long failures are remembered. */
  forgetSeconds: number
  /** A cap, so that nobody can lock others out for long by failing in their name. */
  maxWaitSeconds: number
}

const pair: Limit = { name: 'pair', free: 5, forgetSeconds: 24 * 3_600, maxWaitSeconds: 900 }
const account: Limit = { name: 'account', free: 50, forgetSeconds: 24 * 3_600, maxWaitSeconds: 30 }
const address: Limit = { name: 'address', free: 50, forgetSeconds: 3_600, maxWaitSeconds: 900 }

/** A try that has been let through. It counts as failed until it says otherwise. */
export interface Attempt {
  succeeded(): Promise<void>
}

/** Throws DomainError 'too-many-requests' with `retryAfterS` while a try has to wait. */
export async function beginAttempt(pool: pg.Pool, who: string, from: string): Promise<Attempt> {
  const keys: [Limit, string][] = [
    [pair, keyOf(who, from)],
    [account, keyOf(who)],
    [address, keyOf(from)],
  ]
  for (const [limit, key] of keys) await waitTurn(pool, limit, key)
  return {
    async succeeded() {
      await countOf(pool, pair).delete(keys[0][1])
      await gateOf(pool, pair).delete(keys[0][1])
      for (const [limit, key] of keys.slice(1)) await countOf(pool, limit).reward(key)
      await pool.query('delete from sign_in_limit where expire < $1', [Date.now()])
    },
  }
}

/** Counts first and looks afterwards, so that a hundred tries at once are a hundred tries. */
async function waitTurn(pool: pg.Pool, limit: Limit, key: string): Promise<void> {
  const gate = gateOf(pool, limit)
  const shut = await gate.get(key)
  if (shut && shut.consumedPoints > 0 && shut.msBeforeNext > 0) refuse(shut)
  const { consumedPoints: tries } = await countOf(pool, limit).penalty(key)
  if (tries <= limit.free) return
  const customDuration = Math.min(2 ** Math.min(tries - limit.free, 20), limit.maxWaitSeconds)
  try {
    await gate.consume(key, 1, { customDuration })
  } catch (refusal) {
    if (refusal instanceof RateLimiterRes) refuse(refusal)
    throw refusal
  }
}

function refuse({ msBeforeNext }: RateLimiterRes): never {
  throw new DomainError('too-many-requests', {
    retryAfterS: Math.max(1, Math.ceil(msBeforeNext / 1_000)),
  })
}

function countOf(pool: pg.Pool, { name, forgetSeconds }: Limit): RateLimiterPostgres {
  return limiter(pool, {
    keyPrefix: `${name}-count`,
    points: Number.MAX_SAFE_INTEGER,
    duration: forgetSeconds,
  })
}

/** Lets one through, then is shut for as long as that one said. */
function gateOf(pool: pg.Pool, { name, maxWaitSeconds }: Limit): RateLimiterPostgres {
  return limiter(pool, { keyPrefix: `${name}-gate`, points: 1, duration: maxWaitSeconds })
}

function limiter(
  pool: pg.Pool,
  options: { keyPrefix: string; points: number; duration: number },
): RateLimiterPostgres {
  return new RateLimiterPostgres({
    ...{ storeClient: pool, storeType: 'pool', tableName: 'sign_in_limit', tableCreated: true },
    ...{ clearExpiredByTimeout: false, inMemoryBlockOnConsumed: 0, ...options },
  })
}

/** Hashed: what is typed as a name may be a password. */
function keyOf(...parts: string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex')
}
