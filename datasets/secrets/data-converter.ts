/** How worker, gateway and reconciler write to Temporal and read from it. */
import { join } from 'node:path'
import type { DataConverter } from '@temporalio/common'
import type { KeyRing } from '#config/key-ring.ts'
import { makePayloadCodec } from './payload-codec.ts'

/** Also a part of the bundle of workflows. */
export const failureConverterPath = join(import.meta.dirname, '../../workflows/failure-converter.ts')

/** Everything is encrypted: inputs, results, summaries, messages of failures and their stacks. */
export function makeDataConverter(ring: KeyRing): DataConverter {
  return { payloadCodecs: [makePayloadCodec(ring)], failureConverterPath }
}
