/** One session of an adapter with a machine, by a link that can be cut, and all that it says. */
import { AdapterError } from '#adapters/adapter.ts'
import type { Session, TagRequest } from '#adapters/adapter.ts'
import type { Sample } from '#adapters/sample-batch.ts'
import type { TestContextRecord } from '#test/fixtures/adapter-context.ts'
import reasons from '../../web/i18n/en/reasons.json' with { type: 'json' }
import type { AdapterRig } from './rig.ts'

export interface Visit {
  session: Session
  made: TestContextRecord
}

/** Connects by a port of 127.0.0.1. `made` outlives sessions, as in the host. */
export async function visit(
  { adapter, config }: AdapterRig,
  port: number,
  made: TestContextRecord,
): Promise<Visit> {
  return { session: await adapter.connect(adapter.config.parse(config(port)), made.context), made }
}

/** Both values of the rig under keys that are not 0 and 1. */
export function bothTags({ adapter, addresses }: AdapterRig): TagRequest[] {
  return addresses.map((address, index) => ({
    ...{ key: 701 + index, address: adapter.address.parse(address), type: 'number', intervalMs: 50 },
  }))
}

export const keys = [701, 702]

/** The values of a tag from `from` on, each once where the machine was asked again and again. */
export function saidOf({ samples }: TestContextRecord, key: number, from: number): number[] {
  const values = samples.flatMap((sample) =>
    sample.key === key && typeof sample.value === 'number' && sample.value >= from ? [sample.value] : [],
  )
  return values.filter((value, at) => value !== values[at - 1])
}

export const hasSaid = (made: TestContextRecord, value: number) =>
  keys.every((key) => saidOf(made, key, value).includes(value))

/** In whatever order: what a machine kept may come behind what it says now. */
export const hasAll = (made: TestContextRecord, values: number[]) =>
  keys.every((key) => values.every((value) => saidOf(made, key, value).includes(value)))

/** Whether people have words for it. */
export function isKnown(error: unknown): boolean {
  return error instanceof AdapterError && Object.hasOwn(reasons, error.code)
}

/** Whether a gap says that samples of the key are missing at that time. */
export function isTold(
  { gaps }: TestContextRecord,
  { key, timeUs }: Pick<Sample, 'key' | 'timeUs'>,
): boolean {
  return gaps.some(
    ({ keys: named, fromUs, toUs }) =>
      fromUs <= timeUs && timeUs <= toUs && (named.length === 0 || named.includes(key)),
  )
}

export async function inTime<T>(work: Promise<T>, ms: number, what: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} took longer than ${ms} ms`)), ms)
  })
  return Promise.race([work, late]).finally(() => clearTimeout(timer))
}

/** Sockets and timers that keep this process busy. */
export function busyWith(): number {
  const kinds = ['TCPSocketWrap', 'TLSWrap', 'TCPWrap', 'Timeout']
  return process.getActiveResourcesInfo().filter((kind) => kinds.includes(kind)).length
}
