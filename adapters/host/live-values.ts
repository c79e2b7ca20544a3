/** The newest value of each tag, for those who look at it now. */
import { sampleAt, typeOfValue } from '#adapters/sample-batch.ts'
import type { Sample, SampleBatch } from '#adapters/sample-batch.ts'
import type { LiveValue } from '#adapters/host-contract.ts'

/** As JSON can say it. */
export function liveValueOf({ key, timeUs, value, quality, status }: Sample): LiveValue {
  const type = typeOfValue(value)
  const told =
    typeof value === 'bigint' || (typeof value === 'number' && !Number.isFinite(value))
      ? String(value)
      : value
  return { tag: key, timeUs, value: told, type, quality, ...(status !== undefined && { status }) }
}

export class LiveValues {
  readonly #newest = new Map<number, Sample>()
  readonly #watchers = new Set<{ tags: Set<number>; changed: Set<number> }>()

  /** Takes what was accepted. */
  note(batch: SampleBatch): void {
    for (let row = 0; row < batch.length; row++) {
      const key = batch.keys[row]
      const known = this.#newest.get(key)
      if (known && known.timeUs > batch.timesUs[row]) continue
      this.#newest.set(key, sampleAt(batch, row))
      for (const { tags, changed } of this.#watchers) if (tags.has(key)) changed.add(key)
    }
  }

  /** What was kept last of a tag. */
  newest(tag: number): Sample | undefined {
    return this.#newest.get(tag)
  }

  /** `take` returns what is new since it was last called, at first all that is known. */
  watch(tags: number[]): { take(): LiveValue[]; end(): void } {
    const watcher = { tags: new Set(tags), changed: new Set(tags.filter((tag) => this.#newest.has(tag))) }
    this.#watchers.add(watcher)
    return {
      take: () => {
        const values = [...watcher.changed].map((tag) => liveValueOf(this.#newest.get(tag)!))
        watcher.changed.clear()
        return values
      },
      end: () => void this.#watchers.delete(watcher),
    }
  }
}
