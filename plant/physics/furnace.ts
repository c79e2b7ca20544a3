/**
 * A continuous furnace with six electrically heated zones.
 *
 * Each zone is one heat capacity: C dT/dt = P - UA (T - T_ambient) - G c (T - T_in), with the product's heat capacity flow
 * G c (lumped capacitance; Incropera, Fundamentals of Heat and Mass Transfer, chapter 5). The product takes the
 * temperature of each zone it passes. A PI controller with anti-windup sets each zone's power.
 */
import type { Surroundings } from './surroundings.ts'
import { lag } from './noise.ts'

export const furnace = {
  /** °C in production, zone by zone. */
  setpoints: [780, 820, 850, 850, 850, 820],
  setback: 600,
  /** kW of a zone. */
  maxPower: 90,
  /** kWh/K */
  capacity: 0.12,
  /** kW/K through the wall. */
  loss: 0.028,
  /** kg of a piece, kWh/(kg K) of steel. */
  pieceMass: 4,
  heatCapacity: 0.000163,
  /** 1/K and 1/(K s). */
  gain: 0.02,
  integral: 0.000_02,
  /** K below the set-point at which a zone counts as warm. */
  tolerance: 10,
  /** The same while pieces run: cold ones cool the first zones for a while. */
  runningTolerance: 40,
} as const

export const furnaceModes = ['setback', 'heat-up', 'holding', 'production'] as const

export interface ZoneState {
  temperature: number
  setpoint: number
  /** 0 to 1 */
  output: number
  integral: number
  power: number
  /** kWh: heated, through the wall, into the product. */
  energy: number
  lost: number
  taken: number
}

export interface FurnaceState {
  zones: ZoneState[]
  mode: (typeof furnaceModes)[number]
  /** Pieces, with the part of one on its way. */
  made: number
  scrap: number
  doorOpenings: number
  isDoorOpen: boolean
  rate: number
  power: number
  energy: number
  oxygen: number
  cooling: number
  batch: number
}

/** Warm at the setback. */
export function newFurnace(): FurnaceState {
  const zone = (): ZoneState => ({
    temperature: furnace.setback,
    setpoint: furnace.setback,
    output: 0.27,
    integral: 0.27,
    power: 0,
    energy: 0,
    lost: 0,
    taken: 0,
  })
  return {
    zones: furnace.setpoints.map(zone),
    mode: 'setback',
    made: 0,
    scrap: 0,
    doorOpenings: 0,
    isDoorOpen: false,
    rate: 0,
    power: 0,
    energy: 0,
    oxygen: 0.5,
    cooling: 25,
    batch: 1,
  }
}

export function stepFurnace(state: FurnaceState, at: Surroundings, stream: number): void {
  state.mode = modeOf(state, at)
  state.rate = state.mode === 'production' ? at.rate : 0
  const flow = state.rate * furnace.pieceMass * furnace.heatCapacity
  let inlet = at.ambient + 10
  for (const [index, zone] of state.zones.entries()) {
    zone.setpoint = state.mode === 'setback' ? furnace.setback : furnace.setpoints[index]
    control(zone, at.dtS)
    heat(zone, { flow, inlet, ambient: at.ambient + 10 }, at.dtS)
    inlet = zone.temperature
  }
  state.power = state.zones.reduce((sum, { power }) => sum + power, 0)
  state.energy += (state.power * at.dtS) / 3600
  produce(state, at, stream)
}

function modeOf(state: FurnaceState, at: Surroundings): FurnaceState['mode'] {
  if (at.shift === 'off') return at.isShiftNear ? 'heat-up' : 'setback'
  const missing = state.mode === 'production' ? furnace.runningTolerance : furnace.tolerance
  const isWarm = state.zones.every(({ temperature }, i) => temperature > furnace.setpoints[i] - missing)
  if (!isWarm) return 'heat-up'
  return at.rate > 0 ? 'production' : 'holding'
}

function control(zone: ZoneState, dtS: number): void {
  const error = zone.setpoint - zone.temperature
  const wanted = furnace.gain * error + zone.integral
  zone.output = Math.min(1, Math.max(0, wanted))
  if (wanted === zone.output)
    zone.integral = Math.min(1, Math.max(0, zone.integral + furnace.integral * error * dtS))
}

function heat(zone: ZoneState, to: { flow: number; inlet: number; ambient: number }, dtS: number): void {
  const hours = dtS / 3600
  zone.power = zone.output * furnace.maxPower
  const lost = furnace.loss * (zone.temperature - to.ambient)
  const taken = to.flow * (zone.temperature - to.inlet)
  zone.energy += zone.power * hours
  zone.lost += lost * hours
  zone.taken += taken * hours
  zone.temperature += ((zone.power - lost - taken) * hours) / furnace.capacity
}

function produce(state: FurnaceState, at: Surroundings, stream: number): void {
  const before = Math.floor(state.made)
  state.made += (state.rate * at.dtS) / 3600
  const isNew = Math.floor(state.made) > before
  state.isDoorOpen = isNew
  if (isNew) {
    state.doorOpenings++
    if (at.random(stream) > 2.05) state.scrap++
    if (Math.floor(state.made) % 250 === 0) state.batch++
  }
  state.oxygen = lag(state.oxygen, 0.4 + (isNew ? 1.5 : 0), { dtS: at.dtS, tauS: 30 })
  state.cooling = lag(state.cooling, at.ambient + 8 + state.power / 12, { dtS: at.dtS, tauS: 900 })
}
