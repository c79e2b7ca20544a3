/** What an edge node said of its metrics at its births: what aliases stand for and which type values have. */
import { dataTypes, integerOf } from './words.ts'
import type { SparkplugMetric } from './words.ts'

/** A metric as its birth announced it. `device` is '' for the edge node's own. */
export interface BornMetric {
  device: string
  name: string
  alias?: string
  datatype?: number
  unit?: string
}

/** As it is kept: plain JSON. */
export interface SavedBirth {
  bdSeq?: number
  metrics: BornMetric[]
}

export class Birth {
  bdSeq: number | undefined
  readonly #byAlias = new Map<string, BornMetric>()
  readonly #byName = new Map<string, BornMetric>()

  static restore(saved: SavedBirth): Birth {
    const birth = new Birth()
    birth.bdSeq = saved.bdSeq
    for (const metric of saved.metrics) birth.#add(metric)
    return birth
  }

  get metrics(): BornMetric[] {
    return [...this.#byName.values()]
  }

  save(): SavedBirth {
    return { ...(this.bdSeq !== undefined && { bdSeq: this.bdSeq }), metrics: this.metrics }
  }

  /** A device's birth replaces what it said before. */
  announce(device: string, metrics: readonly SparkplugMetric[]): void {
    this.forget(device)
    for (const { name, alias, datatype, unit } of metrics) {
      if (name === undefined) continue
      this.#add({
        device,
        name,
        ...(alias !== undefined && { alias: String(alias) }),
        ...(datatype !== undefined && { datatype }),
        ...(unit !== undefined && { unit }),
      })
    }
  }

  forget(device: string): void {
    for (const [key, metric] of this.#byName) if (metric.device === device) this.#byName.delete(key)
    for (const [key, metric] of this.#byAlias) if (metric.device === device) this.#byAlias.delete(key)
  }

  /** What a metric of a later message is; undefined: its alias is not known. */
  find(device: string, metric: SparkplugMetric): { name: string; datatype?: number } | undefined {
    const { name, alias, datatype } = metric
    const born =
      name === undefined
        ? alias !== undefined && this.#byAlias.get(`${device}/${alias}`)
        : this.#byName.get(`${device}/${name}`)
    if (!born) return name === undefined ? undefined : { name, datatype }
    return { name: born.name, datatype: datatype ?? born.datatype }
  }

  #add(metric: BornMetric): void {
    this.#byName.set(`${metric.device}/${metric.name}`, metric)
    if (metric.alias !== undefined) this.#byAlias.set(`${metric.device}/${metric.alias}`, metric)
  }
}

/** The number that ties a death to its birth. */
export function bdSeqOf(metrics: readonly SparkplugMetric[]): number | undefined {
  const metric = metrics.find(({ name }) => name === 'bdSeq')
  if (metric?.value.kind !== 'integer') return undefined
  return Number(integerOf(metric.value.value, metric.datatype ?? dataTypes.uint64))
}
