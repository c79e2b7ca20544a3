/** How a reading stands in the ledger. */
import type { LedgerRow, LedgerType } from './ledger/ledger-format.ts'
import type { Reading } from './samples.ts'
import type { ChannelName } from './tags/routes.ts'

/** `cause` '': it is about to be sent. */
export function rowOf(reading: Reading, channel: ChannelName, cause: string): Omit<LedgerRow, 'seq'> {
  const { tag, timeMs, value, quality } = reading
  return {
    outcome: cause === '' ? 'sent' : 'never',
    channel,
    tag: tag.id,
    timeUs: timeMs * 1000,
    type: typeOf(reading),
    value,
    quality,
    cause,
  }
}

function typeOf({ value, tag }: Reading): LedgerType {
  if (typeof value === 'string') return 'text'
  if (typeof value === 'boolean') return 'boolean'
  return tag.type === 'int' ? 'integer' : 'number'
}
