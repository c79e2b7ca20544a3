import type {
  ClientSession,
  ClientSessionPublishService,
  ClientSessionRawSubscriptionService,
  OPCUAClient,
} from 'node-opcua-client'
import type { AdapterContext } from '#adapters/adapter.ts'
import type { OpcUaConfig } from './config.ts'
import type { NamespacePins } from './namespace-pins.ts'
import type { ServerFacts } from './server-facts.ts'

/** A session with the plain services that its public type leaves out. */
export type RawSession = ClientSession & ClientSessionRawSubscriptionService & ClientSessionPublishService

/** A server that is connected, and all that its parts of work need. */
export interface Served {
  client: OPCUAClient
  session: RawSession
  config: OpcUaConfig
  context: AdapterContext
  facts: ServerFacts
  pins: NamespacePins
  /** Aborted when the session ends. */
  ended: AbortSignal
  /** The connection is of no use any more; only the first time counts. */
  lost(error: unknown): void
}
