/** Sorts what a block threw: the user's matter, a resource that may come back, or a bug. */
import { DomainError } from '#pipeline/domain-error.ts'
import type { HostFailure } from './host-messages.ts'

/** Refusals that pass by themselves when a resource is back. */
const passing = new Set(['object-missing', 'disk-full', 'too-many-files', 'database-away'])

const systemCodes: Record<string, string> = {
  ENOSPC: 'disk-full',
  EDQUOT: 'disk-full',
  EMFILE: 'too-many-files',
  ENFILE: 'too-many-files',
  ECONNREFUSED: 'database-away',
  ECONNRESET: 'database-away',
  EPIPE: 'database-away',
  ETIMEDOUT: 'database-away',
}

export function describeFailure(error: unknown): HostFailure {
  if (error instanceof DomainError) {
    const kind = passing.has(error.code) ? 'system' : 'domain'
    return { kind, code: error.code, params: error.params, message: error.message }
  }
  const { code, message } = error as Error & { code?: string }
  const system = systemCode(code, message ?? String(error))
  if (system) return { kind: 'system', code: system, params: {}, message }
  return { kind: 'bug', code: 'block-failed', params: {}, message: message ?? String(error) }
}

/** Our word for what the operating system or PostgreSQL said, when it is nobody's mistake and may pass. */
export function systemCode(code: string | undefined, message: string): string | undefined {
  if (code && systemCodes[code]) return systemCodes[code]
  // PostgreSQL: connection (08), shutdown and crash (57), out of disk (53100).
  if (code === '53100') return 'disk-full'
  if (code && /^(08|57P|53300)/.test(code)) return 'database-away'
  if (/No space left on device/i.test(message)) return 'disk-full'
  if (/Connection terminated|terminating connection/i.test(message)) return 'database-away'
  return undefined
}
