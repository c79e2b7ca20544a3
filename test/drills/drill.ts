/** What a drill is: one situation, its instants chosen by a seed, acted on a running product from outside. */
import type { Random } from '#test/fixtures/random.ts'
import type { Scene } from './scene.ts'
import type { Tally } from './tally.ts'

export interface DrillResult extends Tally {
  /** Blocks or processes that were hit, and how many of them at the intended instant, by the ledger. */
  kills: number
  hits: number
  /** Anything else that fell short, in words; none: all is well. */
  problems: string[]
  /** Further measurements for the line, times in ms. */
  measured?: Record<string, number>
}

export interface Drill {
  /** group/name */
  id: string
  run(scene: Scene, options: DrillOptions): Promise<DrillResult>
  /** It runs no pipeline. */
  leavesNoHistory?: boolean
  /** Why it cannot be done here. */
  refusal?(scene: Scene): string | undefined
}

export interface DrillOptions {
  random: Random
  /** Sets this drill's runs apart from all others of the same product; holds no dot. */
  prefix: string
  /** Shorter outages and fewer runs, for `npm test`. */
  isShort: boolean
}

/** Whether all of it is as it must be. */
export function passes(result: DrillResult): boolean {
  const { accepted, stored, lost, dup, wrong, silentGaps, kills, hits, problems } = result
  return (
    accepted > 0 &&
    stored === accepted &&
    lost + dup + wrong + silentGaps === 0 &&
    hits === kills &&
    problems.length === 0
  )
}
