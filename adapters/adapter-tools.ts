/** What an adapter from elsewhere gets handed: it imports nothing of the product, and needs no copy of its own. */
import { z } from 'zod'
import type { Adapter } from './adapter.ts'
import { AdapterError } from './adapter.ts'
import { hostField, portField, secretField } from './config-fields.ts'
import { connectError } from './connect-errors.ts'
import { SampleBatchBuilder, qualities } from './sample-batch.ts'
import { toWanted } from './wanted-value.ts'

export const adapterTools = {
  /** Zod 4, for the schemas. */
  z,
  ...{ hostField, portField, secretField },
  ...{ AdapterError, connectError },
  ...{ SampleBatchBuilder, qualities, toWanted },
}
export type AdapterTools = typeof adapterTools

/** What the module of an adapter from elsewhere exports. */
export interface AdapterModule {
  adapter: Adapter | ((tools: AdapterTools) => Adapter)
}
