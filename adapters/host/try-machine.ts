/** A look at a machine that nobody has saved: whether it answers, and what it says. */
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { v7 as uuid } from 'uuid'
import { isReference, openConfigSecrets } from '#datasets/secrets/config-secrets.ts'
import { AdapterError } from '#adapters/adapter.ts'
import type { Adapter, AdapterContext, Session } from '#adapters/adapter.ts'
import type { MachineRequest, TestAnswer, testRequest } from '#adapters/host-contract.ts'
import { sampleAt } from '#adapters/sample-batch.ts'
import type { SampleBatch } from '#adapters/sample-batch.ts'
import type { z } from 'zod'
import { asAdapterError, connectOnce } from './connect.ts'
import { liveValueOf } from './live-values.ts'
import { passingMemory } from './memory.ts'
import { nowUs } from './parts.ts'
import type { HostParts } from './parts.ts'
import { parseConfig } from './read-config.ts'
import { tryingTrust } from './trust.ts'

/** A session for as long as `use` takes; nothing of it is kept. */
export interface Trial {
  session: Session
  adapter: Adapter
  problems: Map<number, { code: string; params?: Record<string, unknown> } | undefined>
}

interface TrialHooks {
  deliver?(batch: SampleBatch): void
  onStage?(stage: TestAnswer['stage']): void
  onTrust?(seen: ReturnType<typeof tryingTrust>['seen']): void
}

const mostSamples = 50

export interface OpenTrial extends Trial {
  /** It broke by itself. */
  isLost(): boolean
  /** Safe to repeat. */
  close(): Promise<void>
}

/** Throws AdapterError; then nothing is left open. */
export async function openTrial(
  parts: HostParts,
  request: MachineRequest,
  hooks: TrialHooks = {},
): Promise<OpenTrial> {
  const adapter = await parts.findAdapter(request.protocol)
  if (!adapter) throw new AdapterError('protocol-unknown', { protocol: request.protocol }, { isFinal: true })
  hooks.onStage?.('config')
  const config = parseConfig(adapter, await openSecrets(parts, request))
  const ending = new AbortController()
  const problems: Trial['problems'] = new Map()
  const context = makeContext(parts, request, { ending, problems, hooks })
  let session: Session | undefined
  const close = async () => {
    ending.abort()
    await session?.close()
    session = undefined
    await rm(context.folder, { recursive: true, force: true })
  }
  try {
    hooks.onStage?.('address')
    parts.guard.check(adapter.targets(config))
    hooks.onStage?.('connect')
    session = await connectOnce({ adapter, config, context, guard: parts.guard })
    return { session, adapter, problems, close, isLost: () => ending.signal.aborted }
  } catch (error) {
    await close()
    throw error
  }
}

/** Connects, asks for the tags and listens for a while. Answers also where it does not work. */
export async function testMachine(
  parts: HostParts,
  request: z.infer<typeof testRequest>,
): Promise<TestAnswer> {
  const answer: TestAnswer = {
    ...{ isOk: false, stage: 'config', canBrowse: false, certificates: [] },
    tags: request.tags.map(() => ({ samples: [] })),
  }
  const startedMs = Date.now()
  let seen: Parameters<NonNullable<TrialHooks['onTrust']>>[0] = new Map()
  try {
    const trial = await openTrial(parts, request, {
      deliver: (batch) => collect(batch, answer),
      onStage: (stage) => (answer.stage = stage),
      onTrust: (certificates) => (seen = certificates),
    })
    try {
      await parts.guard.run(() => listen(trial, request, answer, startedMs))
    } finally {
      await trial.close()
    }
    answer.isOk = true
    answer.stage = 'done'
  } catch (error) {
    const { code, params } = asAdapterError(error)
    answer.problem = { code, params }
  }
  return { ...answer, certificates: [...seen.values()] }
}

async function listen(
  { session, adapter, problems }: Trial,
  request: z.infer<typeof testRequest>,
  answer: TestAnswer,
  startedMs: number,
): Promise<void> {
  answer.connectMs = Date.now() - startedMs
  answer.canBrowse = session.browse !== undefined
  answer.stage = 'subscribe'
  const tags = request.tags.flatMap(({ address, type }, key) => {
    const read = adapter.address.safeParse(address)
    if (read.success) return { key, address: read.data, type, intervalMs: 500 }
    answer.tags[key].problem = { code: 'address-invalid', params: { message: read.error.issues[0].message } }
    return []
  })
  if (tags.length === 0) return
  for (const { key, problem } of await session.subscribe(tags)) problems.set(key, problem)
  answer.stage = 'listen'
  await untilAllSpoke(answer, request.listenMs)
  for (const [key, problem] of problems)
    if (problem && answer.tags[key])
      answer.tags[key].problem = { code: problem.code, params: problem.params ?? {} }
}

/** Long enough to hear each of them twice, if that is soon. */
async function untilAllSpoke(answer: TestAnswer, listenMs: number): Promise<void> {
  const end = Date.now() + listenMs
  const isEnough = () =>
    answer.tags.every(({ problem, samples }) => problem !== undefined || samples.length >= 2)
  while (Date.now() < end && !isEnough()) await new Promise((resolve) => setTimeout(resolve, 50))
}

function collect(batch: SampleBatch, answer: TestAnswer): void {
  for (let row = 0; row < batch.length; row++) {
    const { tag, ...value } = liveValueOf(sampleAt(batch, row))
    const samples = answer.tags[tag]?.samples
    if (samples && samples.length < mostSamples) samples.push(value)
  }
}

/** What was entered stands there in plain; what was kept is a reference to a secret of the saved connection. */
async function openSecrets(
  parts: HostParts,
  { projectId, connectionId, config }: MachineRequest,
): Promise<unknown> {
  if (connectionId === undefined) {
    if (hasReference(config)) throw new AdapterError('secret-unknown', {}, { isFinal: true })
    return config
  }
  const owner = { table: 'connection', id: connectionId }
  return openConfigSecrets(parts.pool, parts.ring, { projectId, owner, config })
}

function hasReference(value: unknown): boolean {
  if (isReference(value)) return true
  return typeof value === 'object' && value !== null && Object.values(value).some(hasReference)
}

function makeContext(
  parts: HostParts,
  { connectionId, trusted }: MachineRequest,
  { ending, problems, hooks }: { ending: AbortController; problems: Trial['problems']; hooks: TrialHooks },
): AdapterContext {
  const { trust, seen } = tryingTrust(parts.pool, connectionId, trusted)
  hooks.onTrust?.(seen)
  return {
    signal: ending.signal,
    deliver: async (batch) => hooks.deliver?.(batch),
    reportGap: async () => undefined,
    reportTags: (found) => found.forEach(({ key, problem }) => problems.set(key, problem)),
    reportAlive: () => undefined,
    reportLost: () => ending.abort(),
    offer: () => undefined,
    memory: passingMemory(),
    trust,
    log: () => undefined,
    nowUs,
    bridgeMs: 0,
    folder: join(parts.folder, `trial-${uuid()}`),
  }
}
