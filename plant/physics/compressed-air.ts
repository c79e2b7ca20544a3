/**
 * A compressed-air station: three equal screw compressors that load, unload and stop, a receiver, consumers, a leak.
 *
 * Receiver (isothermal ideal gas): dp/dt = p_atm (Q_in - Q_out) / V, Q in norm volume.
 * Leak (choked flow): proportional to the absolute pressure.
 * Electrical power of a loaded compressor: (noLoad + F w) η0/η, w = perFlow (1 + perBar (p - 7)) + perKelvin (T - 20);
 * unloaded it takes noLoad, stopped nothing. That air costs 6 to 8 % more for each bar is the usual rule, and what
 * isentropic compression from 1 bar gives: w ~ (p2/p1)^((κ-1)/κ) - 1, κ = 1.4 (ISO 1217, annex on specific power).
 */
import type { Surroundings } from './surroundings.ts'
import { lag, wander } from './noise.ts'

export const air = {
  /** Norm m³/h of one compressor. */
  ratedFlow: 600,
  /** kW of a running compressor that delivers nothing. */
  noLoad: 14,
  /** kW of dryer and fans. */
  auxiliary: 4,
  /** m³ of the receiver. */
  volume: 10,
  atmosphere: 1.013,
  /** bar, full width. */
  band: 0.4,
  startS: 5,
  runOnS: 600,
} as const

export const compressorModes = ['off', 'idle', 'load'] as const

export interface CompressorState {
  mode: (typeof compressorModes)[number]
  /** Seconds in this mode. */
  modeS: number
  starts: number
  runS: number
  loadS: number
  power: number
  /** kWh */
  energy: number
  oil: number
}

export interface AirState {
  /** bar gauge */
  pressure: number
  setpoint: number
  compressors: CompressorState[]
  mix: number
  delivered: number
  useful: number
  leak: number
  power: number
  /** kWh */
  energy: number
  /** Norm m³ */
  volumeIn: number
  volumeOut: number
  /** kWh since the full minute, and those of the last full one. */
  minuteEnergy: number
  lastMinuteEnergy: number
  minute: number
}

/** Warm and under pressure, machines unloaded. */
export function newAir(setpoint: number): AirState {
  const compressor = (): CompressorState => ({
    mode: 'idle',
    modeS: 0,
    starts: 1,
    runS: 0,
    loadS: 0,
    power: 0,
    energy: 0,
    oil: 60,
  })
  return {
    pressure: setpoint,
    setpoint,
    compressors: [compressor(), compressor(), compressor()],
    mix: 0,
    delivered: 0,
    useful: 0,
    leak: 0,
    power: 0,
    energy: 0,
    volumeIn: 0,
    volumeOut: 0,
    minuteEnergy: 0,
    lastMinuteEnergy: 0,
    minute: 0,
  }
}

export function stepAir(state: AirState, at: Surroundings, stream: number): void {
  state.mix = wander(state.mix, at.random(stream), { dtS: at.dtS, memoryS: 21_600 })
  const share = Math.min(1.25, Math.max(0.7, 1 + 0.08 * state.mix))
  state.useful = at.truths.air.airPerPiece * at.rate * share
  state.leak = leakFlow(state.pressure, at)
  const first = Math.floor(at.day) % 3
  for (const [index, compressor] of state.compressors.entries())
    stepCompressor(compressor, state, at, (index + 3 - (((first % 3) + 3) % 3)) % 3)
  const loaded = state.compressors.filter(({ mode }) => mode === 'load').length
  state.delivered = loaded * air.ratedFlow
  balance(state, at.dtS)
  meter(state, at)
}

function leakFlow(bar: number, { day, truths: { leak } }: Surroundings): number {
  const atSeven = day >= leak.day ? leak.after : leak.before
  return (atSeven * (bar + air.atmosphere)) / (7 + air.atmosphere)
}

/** `order` 0 carries the base, 2 comes last; each has its own part of the band. */
function stepCompressor(state: CompressorState, station: AirState, at: Surroundings, order: number): void {
  const low = station.setpoint - air.band * (0.3 + 0.1 * order)
  const high = station.setpoint + air.band * (0.5 - 0.1 * order)
  state.modeS += at.dtS
  if (state.mode === 'off' && station.pressure < low) {
    enter(state, 'idle')
    state.starts++
  }
  if (state.mode === 'idle' && state.modeS >= air.startS && station.pressure < low) enter(state, 'load')
  if (state.mode === 'load' && station.pressure > high) enter(state, 'idle')
  if (state.mode === 'idle' && state.modeS >= air.runOnS) enter(state, 'off')
  state.power = electricalPower(state.mode, station, at)
  state.energy += (state.power * at.dtS) / 3600
  if (state.mode !== 'off') state.runS += at.dtS
  if (state.mode === 'load') state.loadS += at.dtS
  const above = state.mode === 'load' ? 55 : state.mode === 'idle' ? 38 : 0
  state.oil = lag(state.oil, at.ambient + above, { dtS: at.dtS, tauS: 600 })
}

function enter(state: CompressorState, mode: CompressorState['mode']): void {
  state.mode = mode
  state.modeS = 0
}

function electricalPower(mode: CompressorState['mode'], station: AirState, at: Surroundings): number {
  if (mode === 'off') return 0
  const { saving, air: cost } = at.truths
  const efficiency = at.day >= saving.day ? saving.efficiencyAfter : saving.efficiencyBefore
  const work = cost.perFlow * (1 + cost.perBar * (station.pressure - 7)) + cost.perKelvin * (at.ambient - 20)
  const shaft = air.noLoad + (mode === 'load' ? air.ratedFlow * work : 0)
  return (shaft * saving.efficiencyBefore) / efficiency
}

function balance(state: AirState, dtS: number): void {
  const out = state.useful + state.leak
  state.volumeIn += (state.delivered * dtS) / 3600
  state.volumeOut += (out * dtS) / 3600
  state.pressure += (air.atmosphere * (state.delivered - out) * dtS) / 3600 / air.volume
}

function meter(state: AirState, at: Surroundings): void {
  state.power = air.auxiliary + state.compressors.reduce((sum, { power }) => sum + power, 0)
  const energy = (state.power * at.dtS) / 3600
  state.energy += energy
  const minute = Math.floor(at.localUs / 60_000_000)
  if (minute !== state.minute) {
    state.lastMinuteEnergy = state.minuteEnergy
    state.minuteEnergy = 0
    state.minute = minute
  }
  state.minuteEnergy += energy
}
