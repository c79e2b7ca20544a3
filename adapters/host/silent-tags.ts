/** A tag that says nothing is asked: it may be well, and unchanged, or nobody tells us of its changes. */
import type { Session } from '#adapters/adapter.ts'
import { valueAt } from '#adapters/sample-batch.ts'
import type { SampleBatch } from '#adapters/sample-batch.ts'
import type { LiveValues } from './live-values.ts'
import type { ReadConnection } from './read-config.ts'
import type { SampleClock } from './sample-clock.ts'
import type { WantedConnection } from './wanted.ts'

const readMs = 10_000
const mostAtOnce = 500

interface Question {
  session: Session
  wanted: WantedConnection
  read: ReadConnection
  clock: SampleClock
  live: LiveValues
  connectedMs: number
  signal: AbortSignal
  deliver(batch: SampleBatch): Promise<void>
}

/** Whether an answer differs from what we were told, although we should have been told. */
export async function askSilent(question: Question): Promise<boolean> {
  const { session, read, deliver } = question
  const silent = new Set(silentTags(question, Date.now()).slice(0, mostAtOnce))
  if (silent.size === 0) return false
  const signal = AbortSignal.any([question.signal, AbortSignal.timeout(readMs)])
  const answer = await session.read!(
    read.tags.filter(({ key }) => silent.has(key)),
    signal,
  )
  const hasMissed = missedAny(answer, question)
  await deliver(answer)
  return hasMissed
}

/** Tags with a limit of their own, and all of a connection that is silent as a whole. */
function silentTags({ wanted, clock, connectedMs }: Question, nowMs: number): number[] {
  return wanted.tags
    .filter(({ id, staleAfterMs }) => {
      const since = nowMs - Math.max(clock.arrivedMs(id) ?? connectedMs, connectedMs)
      return since > Math.min(staleAfterMs ?? Infinity, wanted.staleAfterMs * 0.8)
    })
    .map(({ id }) => id)
}

/** Another value that the source had for seconds and did not tell. */
function missedAny(answer: SampleBatch, { live, wanted }: Question): boolean {
  const intervals = new Map(wanted.tags.map(({ id, intervalMs }) => [id, intervalMs]))
  for (let row = 0; row < answer.length; row++) {
    const known = live.newest(answer.keys[row])
    if (!known || answer.qualities[row] === 2) continue
    const ageMs = (answer.receivedUs - answer.timesUs[row]) / 1_000
    const isOther = !Object.is(valueAt(answer, row), known.value) && answer.timesUs[row] > known.timeUs
    if (isOther && ageMs > 2_000 + 3 * (intervals.get(answer.keys[row]) ?? 0)) return true
  }
  return false
}
