/** What the historian keeps of a tag's meaning against what a column promises. */
import type { HistorianSamples } from '#blocks/block.ts'
import { DomainError } from '#pipeline/domain-error.ts'
import type { Column } from '#pipeline/ports.ts'

/**
 * Throws 'tag-quantity' where both know quantity, kind or stamp and they differ, and 'tag-availability' where the
 * values may be known later (µs from their stamp) than the column promises: a forecast would use what is not there yet.
 */
export function refuseOtherMeaning(found: HistorianSamples, promised: Column): void {
  const { tag, availabilityUs: kept } = found
  for (const key of ['quantity', 'kind', 'stamp'] as const) {
    const [quantity, given] = [found[key], promised[key]]
    if (quantity === undefined || given === undefined || quantity === given) continue
    throw new DomainError('tag-quantity', { tag, quantity, given })
  }
  const stated = promised.availabilityUs
  if (kept !== undefined && isLater(kept, stated))
    throw new DomainError('tag-availability', { tag, kept, stated })
}

/** Known in advance (null) is before everything. The historian keeps whole µs, rounded up. */
function isLater(kept: number | null, stated: number | null): boolean {
  return kept !== null && (stated === null || kept > Math.ceil(stated))
}
