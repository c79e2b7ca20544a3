/** One person's stream of what happens: everything they chose, each once, going on after a cut where it ended. */
import { tracked } from '@trpc/server'
import type { TrackedEnvelope } from '@trpc/server'
import { z } from 'zod'
import { liveValueSchema } from '#adapters/host-contract.ts'
import { DomainError } from '#pipeline/domain-error.ts'
import type { App } from '../app.ts'
import { engineHealth } from '../use-cases/engine-health.ts'
import { hubOf } from './event-hub.ts'
import type { EventHub } from './event-hub.ts'
import { liveEventSchema } from './events.ts'
import type { StoredEvent } from './events.ts'
import { parseSnapshot } from './snapshot.ts'
import type { Snapshot } from './snapshot.ts'
import { ValueWatch, valueHubOf } from './value-hub.ts'

export const healthSchema = z.strictObject({
  database: z.boolean(),
  engine: z.boolean(),
  /** Workers that gave a sign of life. */
  workers: z.int(),
})
export type Health = z.infer<typeof healthSchema>

export const messageSchema = z.discriminatedUnion('type', [
  /** First of all. Not resumed: look at everything anew, then rely on events. May come again later. */
  z.strictObject({ type: z.literal('hello'), isResumed: z.boolean() }),
  z.strictObject({ type: z.literal('events'), events: z.array(liveEventSchema) }),
  z.strictObject({ type: z.literal('health'), health: healthSchema }),
  /** The newest of each tag that has changed, about seven times a second. */
  z.strictObject({ type: z.literal('values'), values: z.array(liveValueSchema) }),
])
export type Message = z.infer<typeof messageSchema>

export interface Topics {
  /** Steps, progress and log lines of these runs. */
  runs?: string[]
  /** Runs that begin, change their state or are deleted. */
  runList?: boolean
  /** Pipelines that are saved, archived, restored. */
  pipelines?: boolean
  /** Connections that are saved or removed, or change their state. */
  connections?: boolean
  /** Values of these tags, first the newest that is known, then what changes. */
  values?: number[]
  /** Health of the installation, whenever it changes. */
  health?: boolean
}

export interface WatchRequest extends Topics {
  lastEventId?: string
  signal?: AbortSignal
  /** Whether the caller may still see this; asked every few seconds. */
  isStillValid?: () => Promise<boolean>
}

const lookUpMs = 2_000
const healthMs = 500
/** With the time until somebody looks again, less than the five seconds in which a revoked token is to end. */
const askAgainMs = 1_500

/** Throws DomainError 'cursor-invalid' for an id that is none, and 'not-signed-in' once the caller is not valid any more. */
export async function* watch(
  app: App,
  request: WatchRequest,
): AsyncGenerator<TrackedEnvelope<Message>, void> {
  const hub = hubOf(app)
  const leave = hub.join()
  const values = await joinValues(app, request.values ?? [])
  try {
    yield* messages(hub, app, { ...request, watch: values.watch })
  } finally {
    values.leave()
    leave()
  }
}

/** Of tags of other projects nothing is told. */
async function joinValues({ pool, projectId, adapterHost }: App, tags: number[]) {
  if (tags.length === 0 || !adapterHost) return { watch: new ValueWatch([]), leave: () => undefined }
  const { rows } = await pool.query<{ id: number }>(
    'select id from tag where project_id = $1 and id = any($2)',
    [projectId, tags],
  )
  return valueHubOf(adapterHost).join(rows.map(({ id }) => id))
}

async function* messages(
  hub: EventHub,
  app: App,
  request: WatchRequest & { watch: ValueWatch },
): AsyncGenerator<TrackedEnvelope<Message>, void> {
  const { signal } = request
  const begun = await hub.begin(rememberedOf(request.lastEventId))
  let position = begun.position
  const say = (message: Message) => tracked(position.text, message)
  const newHealth = healthChanges(app)
  const expectValid = validity(request)
  yield say({ type: 'hello', isResumed: begun.isResumed })
  while (!signal?.aborted) {
    await expectValid()
    const { turn } = hub
    const caught = await patiently(() => hub.after(position))
    if (caught) position = caught.position
    const events = caught?.events.filter((stored) => isWanted(stored, app, request)) ?? []
    if (caught?.isCut) yield say({ type: 'hello', isResumed: false })
    else if (events.length > 0) yield say({ type: 'events', events: events.map(({ event }) => event) })
    const health = request.health ? newHealth() : undefined
    if (health) yield say({ type: 'health', health })
    const values = request.watch.take()
    if (values.length > 0) yield say({ type: 'values', values })
    if (events.length + values.length === 0)
      await somethingNew(request, (until) => hub.changed(turn, request.health ? healthMs : lookUpMs, until))
  }
}

/** An event, a value, or the end. */
async function somethingNew(
  { watch: values, signal }: { watch: ValueWatch; signal?: AbortSignal },
  event: (until: AbortSignal) => Promise<void>,
): Promise<void> {
  const value = new AbortController()
  values.onNew(() => value.abort())
  await event(signal ? AbortSignal.any([signal, value.signal]) : value.signal)
}

function rememberedOf(lastEventId: string | undefined): Snapshot | undefined {
  if (lastEventId === undefined) return undefined
  const snapshot = parseSnapshot(lastEventId)
  if (!snapshot) throw new DomainError('cursor-invalid')
  return snapshot
}

/** Undefined while the database is away: the stream goes on when it is back. */
async function patiently<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask()
  } catch {
    return undefined // the health topic says so
  }
}

function isWanted({ projectId, event }: StoredEvent, app: App, topics: Topics): boolean {
  if (projectId !== app.projectId) return false
  if (event.kind === 'pipeline') return topics.pipelines ?? false
  if (event.kind === 'connection') return topics.connections ?? false
  const isChosen = topics.runs?.includes(event.run) ?? false
  return isChosen || (event.kind === 'run' && (topics.runList ?? false))
}

/** The health when it is another than told before; undefined otherwise. Events do not wait for who does not answer. */
function healthChanges(app: App): () => Health | undefined {
  let told = ''
  let found: Health | undefined
  let isAsking = false
  const ask = async () => {
    isAsking = true
    const engine = await patiently(() => engineHealth(app))
    found = engine ? { database: true, ...engine } : { database: false, engine: false, workers: 0 }
    isAsking = false
  }
  return () => {
    if (!isAsking) void ask()
    const text = JSON.stringify(found) ?? ''
    if (text === told) return undefined
    told = text
    return found
  }
}

/** Asks now and then whether the caller is still valid; throws once it is not. */
function validity({ isStillValid }: WatchRequest): () => Promise<void> {
  let askedAt = Date.now()
  return async () => {
    if (!isStillValid || Date.now() - askedAt < askAgainMs) return
    askedAt = Date.now()
    // Nobody is thrown out because the database does not answer.
    if ((await patiently(isStillValid)) === false) throw new DomainError('not-signed-in')
  }
}
