/**
 * What a protocol has to do to bring samples into EcoKI. An adapter is a folder, or a package from elsewhere, whose
 * module exports `adapter`; `test/adapters/contract.ts` says what each of them must pass. An adapter reads: it
 * never writes to a machine. The host does all else: when to connect again, what a tag is called and means, scaling,
 * dead bands, what is safe and what is lost.
 */
import type { z } from 'zod'
import type { SampleBatch, ValueType } from './sample-batch.ts'

/** A text in the languages of the pages. */
export interface LocalText {
  de: string
  en: string
}

export interface Adapter<Config = unknown, Address = unknown> {
  /** Short and stable, lower case: 'opc-ua'. It is stored with every connection. */
  protocol: string
  title: LocalText
  description: LocalText
  /** Of the stored config and addresses; a change that old ones do not meet is the next number and `up`. */
  version: number
  /**
   * How the machine is reached. Parsing opens nothing. Fields made by `secretField` hold what must stay secret: stored
   * they are references, `connect` gets their values.
   */
  config: z.ZodType<Config>
  /** Where a tag is on the machine. */
  address: z.ZodType<Address>
  /** Brings what was stored by an older version to this one. */
  up?(stored: { config: unknown; addresses: unknown[] }, fromVersion: number): typeof stored
  /**
   * Every host and port that `connect` may open with this config: the host checks them against the plant's address
   * rules before, and on the connected address.
   */
  targets(config: Config): { host: string; port: number }[]
  /**
   * Says by itself, with `reportGap`, what is missing since the session before, because only it knows what the source
   * kept. Absent: the host writes a gap from the last sample to the first new one.
   */
  tellsOutages?: true
  /** Connects once, or throws `AdapterError`. Never retries by itself: the host does, with back-off. */
  connect(config: Config, context: AdapterContext): Promise<Session<Address>>
}

/** A connection that stands. */
export interface Session<Address = unknown> {
  /**
   * From now on exactly these tags are wanted; called again when they change. Resolves once each of them is either
   * under way or in the answer. What is wrong with one tag never stops the others.
   */
  subscribe(tags: TagRequest<Address>[]): Promise<TagProblem[]>
  /** Asks the machine now, for the watchdog and for a look before saving. Absent: it only speaks when it wants to. */
  read?(tags: TagRequest<Address>[], signal: AbortSignal): Promise<SampleBatch>
  /** What is below a node of the machine's own tree; `parent` undefined: the top. Absent: it has none. */
  browse?(query: BrowseQuery, signal: AbortSignal): Promise<BrowsePage<Address>>
  /** What the machine itself kept of [fromUs, toUs), in pages. Absent: it keeps nothing. */
  readHistory?(tag: TagRequest<Address>, range: TimeRange, signal: AbortSignal): AsyncIterable<SampleBatch>
  /** Ends all. Afterwards nothing is delivered any more. Never throws, takes 5 s at most. */
  close(): Promise<void>
}

/** What the host hands to a session. */
export interface AdapterContext {
  /** Aborted when the host gives the connection up, also while `connect` is under way. */
  signal: AbortSignal
  /**
   * Hands samples over. Resolves once they are accepted: kept by the historian, or by the spool while it is away. Only
   * then may the source be told so. Rejects where neither can keep them: the source must keep them, and is asked again.
   * An adapter that cannot hold its source back waits for the promise before it reads on.
   */
  deliver(batch: SampleBatch): Promise<void>
  /** Says that samples are missing which nothing can bring back. Resolves once that is kept. */
  reportGap(gap: Gap): Promise<void>
  /** Says what is wrong with tags after `subscribe` (an empty list: nothing any more). */
  reportTags(problems: TagProblem[]): void
  /** A sign of life of the machine that carries no sample (a keep-alive that was answered). */
  reportAlive(): void
  /** The connection is of no use any more. The host closes it and connects again. */
  reportLost(error: AdapterError): void
  /** Something new that could be subscribed (a topic nobody asked for). Rate limited by the host. */
  offer(item: BrowseItem): void
  /** Small things that outlive the session: a subscription's id, the sequence number that came last. */
  memory: { get(name: string): Promise<unknown>; set(name: string, value: unknown): Promise<void> }
  /** Certificates of machines: who is trusted is decided by a person. */
  trust: CertificateTrust
  /** For people: code with params, texts beside the codes. Never a secret. */
  log(level: 'info' | 'warning', code: string, params?: Record<string, unknown>): void
  /** Epoch µs. */
  nowUs(): number
  /** Longest time for which the source shall keep samples for us while we are away. */
  bridgeMs: number
  /** Folder of this connection for files it must keep (an own certificate), mode 0700. */
  folder: string
}

/** A tag that is wanted. */
export interface TagRequest<Address = unknown> {
  /** Names the tag in batches and problems. */
  key: number
  address: Address
  /** As which the value is wanted; what cannot become it is a bad sample with a status. */
  type: Exclude<ValueType, 'none'>
  /** How often a new value is wanted at most. */
  intervalMs: number
}

export interface TagProblem {
  key: number
  /** Undefined: what was wrong is well again. */
  problem?: { code: string; params?: Record<string, unknown> }
}

export const gapCauses = [
  'connection-down',
  'host-down',
  'source-restarted',
  'source-overflow',
  'sequence-gap',
  'device-silent',
  'answer-invalid',
  'spool-full',
  'spool-damaged',
  'paused',
] as const
export type GapCause = (typeof gapCauses)[number]

/** Samples that are missing for good: all of [fromUs, toUs] that the historian does not hold. */
export interface Gap {
  /** Empty: all tags of the connection. */
  keys: number[]
  fromUs: number
  toUs: number
  cause: GapCause
  /** How many samples; undefined: nobody knows. */
  count?: number
}

export interface TimeRange {
  fromUs: number
  toUs: number
}

export interface BrowseQuery {
  /** `id` of a node that an earlier page named. */
  parent?: string
  /** `next` of the page before. */
  cursor?: string
}

export interface BrowsePage<Address = unknown> {
  items: BrowseItem<Address>[]
  next?: string
}

export interface BrowseItem<Address = unknown> {
  id: string
  name: string
  /** Whether something may be below it. */
  hasChildren: boolean
  /** Present: it has a value that can be subscribed. */
  tag?: {
    address: Address
    type: Exclude<ValueType, 'none'>
    /** UCUM. */
    unit?: string
    /** The machine's own word for the unit, where it is not UCUM. */
    unitText?: string
    description?: string
    canRead: boolean
    hasHistory?: boolean
  }
}

/** Asks what a person decided about a machine's certificate; unknown ones are kept for review and refused. */
export interface CertificateTrust {
  /** Resolves true only where a person has trusted exactly this certificate (DER). */
  isTrusted(certificate: Uint8Array): Promise<boolean>
  /** PEM of the authorities that are trusted on this connection. */
  authorities(): Promise<string[]>
}

/** What a person can mend has a code with a text; `isFinal`: trying again without a change is of no use. */
export class AdapterError extends Error {
  readonly code: string
  readonly params: Record<string, unknown>
  readonly isFinal: boolean

  constructor(
    code: string,
    params: Record<string, unknown> = {},
    options: { isFinal?: boolean; cause?: unknown } = {},
  ) {
    super(`${code} ${JSON.stringify(params)}`, { cause: options.cause })
    this.name = 'AdapterError'
    this.code = code
    this.params = params
    this.isFinal = options.isFinal ?? false
  }
}
