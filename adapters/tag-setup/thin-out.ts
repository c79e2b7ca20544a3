/** Which samples are worth keeping: compared with what was kept last, never with what came last. */
import type { Sample } from '#adapters/sample-batch.ts'
import type { TagSetup } from './setup.ts'

/** By tag, what was kept last. */
export type Kept = Map<number, Sample>

/** Whether a sample is to be kept; then it is the one that later ones are compared with. */
export function isWorthKeeping(sample: Sample, setup: TagSetup, kept: Kept): boolean {
  const last = kept.get(sample.key)
  if (last && sample.timeUs >= last.timeUs && isSame(sample, last, setup)) return false
  if (!last || sample.timeUs >= last.timeUs) kept.set(sample.key, sample)
  return true
}

function isSame(sample: Sample, last: Sample, { deadband, minIntervalMs }: TagSetup): boolean {
  // Who changes its quality or status says something, however small or soon.
  if (sample.quality !== last.quality || sample.status !== last.status) return false
  const sinceMs = (sample.timeUs - last.timeUs) / 1_000
  if (minIntervalMs !== undefined && sinceMs > 0 && sinceMs < minIntervalMs) return true
  if (!deadband || sinceMs >= deadband.maxIntervalMs || sinceMs === 0) return false
  const [now, before] = [numberOf(sample.value), numberOf(last.value)]
  if (now === undefined || before === undefined) return false
  const width = deadband.kind === 'absolute' ? deadband.value : (Math.abs(before) * deadband.value) / 100
  return Math.abs(now - before) < width || now === before
}

/** Undefined for what has no distance: texts, yes and no, NaN, infinities. */
function numberOf(value: Sample['value']): number | undefined {
  if (typeof value === 'bigint') return Number(value)
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined
}
