/**
 * A compressed-air station of three compressors with known physics:
 * power = base + perFlow * flow + perBar * (set-point - 7 bar) + perKelvin * (ambient - 20 °C) + noise.
 */
import { seededRandom } from './random.ts'
import { rateAt, seasonalTemperature } from './calendar.ts'

/** What a good analysis should find. */
export const truth = {
  /** kW with no flow at 7 bar gauge and 20 °C. */
  baseLoad: 22,
  /** kW per norm m³/h, that is kWh per norm m³. */
  perFlow: 0.105,
  /** kW per bar of set-point. */
  perBar: 11,
  /** kW per K of ambient temperature. */
  perKelvin: 0.32,
  /** kW, standard deviation. */
  noise: 2.5,
  /** Norm m³/h at 7 bar gauge, before and after the repair. */
  leakBefore: 220,
  leakAfter: 120,
  /** Norm m³ per piece. */
  airPerPiece: 11.5,
} as const

/** Part of the simulated time after which the leaks are repaired. */
const repairAt = 0.6
const atmosphere = 1.013
const weekUs = 604_800_000_000

export interface Station {
  power: Float64Array
  compressors: [Float64Array, Float64Array, Float64Array]
  flow: Float64Array
  leak: Float64Array
  setpoint: Float64Array
  pressure: Float64Array
  temperature: Float64Array
  rate: Float64Array
}

/** Mean values of every step. `localUs`: the clock's reading at its start, `stepUs`: its length. */
export function simulateStation(localUs: Float64Array, stepUs: number, seed: number): Station {
  const rows = localUs.length
  const rate = localUs.map(rateAt)
  const setpoint = plannedSetpoints(localUs, seed)
  const weather = wandering(rows, { seed, stream: 2, stepUs, memoryUs: weekUs / 3 })
  const temperature = localUs.map((at, row) => seasonalTemperature(at) + 3.5 * weather[row])
  const leak = setpoint.map((bar, row) => leakFlow(bar, row < repairAt * rows))
  const flow = totalFlow(rate, leak, seed, stepUs)
  const power = stationPower({ flow, setpoint, temperature }, seed)
  const ripple = seededRandom(seed, 5)
  const pressure = setpoint.map((bar, row) => bar + 0.1 - flow[row] / 20_000 + 0.02 * ripple.normal())
  return { power, compressors: sharedOut(power), flow, leak, setpoint, pressure, temperature, rate }
}

/** One set-point for every week, 6.6 to 7.4 bar gauge in steps of 0.2. */
function plannedSetpoints(localUs: Float64Array, seed: number): Float64Array {
  const random = seededRandom(seed, 1)
  const weeks = Math.ceil((localUs.at(-1)! - localUs[0]) / weekUs) + 1
  const byWeek = Array.from({ length: weeks }, () => (66 + 2 * Math.floor(5 * random.uniform())) / 10)
  return localUs.map((at) => byWeek[Math.max(0, Math.floor((at - localUs[0]) / weekUs))])
}

/** What escapes is proportional to the absolute pressure (choked flow). */
function leakFlow(barGauge: number, isBeforeRepair: boolean): number {
  const atSeven = isBeforeRepair ? truth.leakBefore : truth.leakAfter
  return (atSeven * (barGauge + atmosphere)) / (7 + atmosphere)
}

function totalFlow(rate: Float64Array, leak: Float64Array, seed: number, stepUs: number): Float64Array {
  const mix = wandering(rate.length, { seed, stream: 3, stepUs, memoryUs: weekUs / 28 })
  return rate.map((pieces, row) => {
    const share = Math.max(0.5, 1 + 0.12 * mix[row])
    return truth.airPerPiece * pieces * share + leak[row]
  })
}

function stationPower(of: Pick<Station, 'flow' | 'setpoint' | 'temperature'>, seed: number): Float64Array {
  const random = seededRandom(seed, 4)
  return of.flow.map((flow, row) => {
    const known = truth.baseLoad + truth.perFlow * flow + truth.perBar * (of.setpoint[row] - 7)
    return known + truth.perKelvin * (of.temperature[row] - 20) + truth.noise * random.normal()
  })
}

/** Two compressors of fixed speed come in one after the other, the third has a variable speed and takes the rest. */
function sharedOut(power: Float64Array): Station['compressors'] {
  const first = power.map((kw) => (kw > 85 ? 52 : 0))
  const second = power.map((kw) => (kw > 145 ? 52 : 0))
  return [first, second, power.map((kw, row) => kw - first[row] - second[row])]
}

/** Unit variance, forgetting with the given time (first-order autoregression). */
function wandering(
  rows: number,
  of: { seed: number; stream: number; stepUs: number; memoryUs: number },
): Float64Array {
  const random = seededRandom(of.seed, of.stream)
  const keep = of.memoryUs / (of.memoryUs + of.stepUs)
  const fresh = Math.sqrt(1 - keep * keep)
  const values = new Float64Array(rows)
  let value = random.normal()
  for (let row = 0; row < rows; row++) {
    values[row] = value
    value = keep * value + fresh * random.normal()
  }
  return values
}
