/** What acts on a line from outside: calendar, weather, and how far the plant's known events have gone. */
import { rateAt, seasonalTemperature, shiftAt } from '#blocks/simulated-history/calendar.ts'
import type { Shift } from '#blocks/simulated-history/calendar.ts'
import type { Truths } from '#plant/truths.ts'
import { normalAt, wander } from './noise.ts'

/** One instant of the plant as its machines meet it. */
export interface Surroundings {
  dtS: number
  /** Days since the epoch. */
  day: number
  /** The plant's clock: UTC + 1 h all year. */
  localUs: number
  shift: Shift
  /** Whether a shift works within the next hour: furnaces are heated up before. */
  isShiftNear: boolean
  /** Planned pieces an hour. */
  rate: number
  /** Outdoors and of the intake, °C. */
  ambient: number
  truths: Truths
  /** A standard normal number of this step, another one for each stream. */
  random(stream: number): number
}

export interface WeatherState {
  wander: number
}

const hourUs = 3_600_000_000
const localOffsetUs = hourUs
const dayMs = 86_400_000

export interface Instant {
  timeMs: number
  epochMs: number
  dtS: number
  seed: number
  step: number
  truths: Truths
}

/** `weather` moves on by the step. */
export function surroundingsAt(weather: WeatherState, at: Instant): Surroundings {
  const localUs = at.timeMs * 1000 + localOffsetUs
  const random = (stream: number) => normalAt(at.seed, stream, at.step)
  weather.wander = wander(weather.wander, random(1), { dtS: at.dtS, memoryS: 200_000 })
  return {
    dtS: at.dtS,
    day: (at.timeMs - at.epochMs) / dayMs,
    localUs,
    shift: shiftAt(localUs),
    isShiftNear: shiftAt(localUs + hourUs) !== 'off',
    rate: rateAt(localUs),
    ambient: seasonalTemperature(localUs) + 3.5 * weather.wander,
    truths: at.truths,
    random,
  }
}
