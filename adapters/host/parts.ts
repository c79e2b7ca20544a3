/** What connections of one host share. */
import type { KeyRing } from '#config/key-ring.ts'
import type pg from 'pg'
import type { Adapter } from '#adapters/adapter.ts'
import type { Intake } from '#adapters/intake.ts'
import type { AddressGuard } from './address-guard.ts'
import type { LiveValues } from './live-values.ts'

export interface HostParts {
  pool: pg.Pool
  ring: KeyRing
  intake: Intake
  live: LiveValues
  guard: AddressGuard
  /** Loads it where it is not loaded yet. Undefined: no such protocol. */
  findAdapter(protocol: string): Promise<Adapter | undefined>
  /** Holds a folder for each connection. */
  folder: string
  log(level: 'info' | 'warning', code: string, params?: Record<string, unknown>): void
}

/** Epoch µs, finer than a millisecond. */
export function nowUs(): number {
  return Math.round((performance.timeOrigin + performance.now()) * 1_000)
}
