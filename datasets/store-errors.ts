import { DomainError } from '#pipeline/domain-error.ts'

/** The store does not hold this address (any more): whoever needs it has to compute it again. */
export function objectMissing(hash: string): DomainError {
  return new DomainError('object-missing', { hash })
}

/** What is stored under this address is not what was put there. */
export function objectDamaged(hash: string, reason: string): DomainError {
  return new DomainError('object-damaged', { hash, reason })
}
