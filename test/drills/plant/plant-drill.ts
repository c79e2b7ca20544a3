/** A drill that strikes while a plant speaks by three ways, and counts what became of all it said. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Random } from '#test/fixtures/random.ts'
import type { Drill, DrillOptions, DrillResult } from '../drill.ts'
import type { Scene } from '../scene.ts'
import { PlantScene } from './plant-scene.ts'

export interface PlantStrike {
  on: PlantScene
  random: Random
  outageMs: number
}

/** Breaks something and mends it again, or waits until it mends itself; returns how many things were hit. */
export type Strike = (strike: PlantStrike) => Promise<number>

export interface PlantDrillOptions {
  /** Of the whole run; that of `npm test` lasts no longer than 8 s. */
  outageMs?: number
  /** Times of the plant run ahead of ours by as much. */
  aheadMs?: number
}

const shortMs = 8_000

export function plantDrill(id: string, strike: Strike, options: PlantDrillOptions = {}): Drill {
  return {
    id: `plant/${id}`,
    leavesNoHistory: true,
    run: (scene, drill) => run(scene, drill, { strike, ...options }),
  }
}

async function run(
  scene: Scene,
  { random, isShort }: DrillOptions,
  { strike, outageMs = 30_000, aheadMs }: PlantDrillOptions & { strike: Strike },
): Promise<DrillResult> {
  const on = await PlantScene.of(scene)
  await on.flows(Date.now())
  const fromMs = Date.now()
  await sleep(1_000 + random.below(1_000))
  const peakBefore = on.hostPeakMb
  const hits = await strike({ on, random, outageMs: Math.min(outageMs, isShort ? shortMs : Infinity) })
  const mendedMs = Date.now()
  const resumedMs = await on.flows(mendedMs)
  const tally = await on.settle(fromMs, aheadMs)
  const seconds = (Date.now() - fromMs) / 1_000
  return {
    ...tally,
    ...{ kills: hits, hits, problems: [] },
    measured: {
      resumeS: Math.round((resumedMs - mendedMs) / 100) / 10,
      maxRssMb: Math.max(peakBefore, on.hostPeakMb),
      samplesPerS: Math.round(tally.sent / seconds),
    },
  }
}
