/**
 * A circulation pump with a variable speed and a bearing that wears.
 *
 * Head curve and affinity laws: H = H0 n² - a Q²; system: H = Hs + k Q²; so Q² = (H0 n² - Hs) / (a + k).
 * Efficiency: a parabola about the best point, which moves with the speed. Shaft power: ρ g Q H / η
 * (Gülich, Centrifugal Pumps, chapters 2 to 4). The damage of the bearing grows with the third power of the speed; its
 * friction heats the housing, and vibration follows the square of the damage (the stages of ISO 20816 and ISO 13373).
 */
import type { Surroundings } from './surroundings.ts'
import { lag } from './noise.ts'

export const pump = {
  /** m, and m/(m³/h)². */
  head: 60,
  curve: 0.0003,
  systemHead: 12,
  system: 0.000_25,
  /** m³/h at full speed. */
  bestFlow: 280,
  bestEfficiency: 0.8,
  motorEfficiency: 0.94,
  ratedSpeed: 1480,
  /** m³ of the tank. */
  tank: 50,
  makeup: 330,
} as const

export interface PumpState {
  /** Part of the rated speed. */
  speed: number
  flow: number
  head: number
  efficiency: number
  /** kW at the shaft and at the meter. */
  shaft: number
  power: number
  energy: number
  pumped: number
  runS: number
  /** 0 new, 1 worn out. */
  damage: number
  vibration: number
  bearing: number
  otherBearing: number
  winding: number
  /** 0 to 1 */
  level: number
  isFilling: boolean
}

/** `day` since the epoch: what the bearing has done until then at 0.8 of its speed. */
export function newPump(day: number, of: { day: number; lifeDays: number }): PumpState {
  return {
    speed: 0.6,
    flow: 0,
    head: 0,
    efficiency: pump.bestEfficiency,
    shaft: 0,
    power: 0,
    energy: 0,
    pumped: 0,
    runS: 0,
    damage: Math.min(1, Math.max(0, ((day - of.day) / of.lifeDays) * 0.512)),
    vibration: 1.1,
    bearing: 40,
    otherBearing: 38,
    winding: 55,
    level: 0.6,
    isFilling: false,
  }
}

export function stepPump(state: PumpState, at: Surroundings, stream: number): void {
  state.speed = lag(state.speed, 0.6 + 0.4 * Math.min(1, at.rate / 100), { dtS: at.dtS, tauS: 20 })
  hydraulics(state)
  wear(state, at, stream)
  const hours = at.dtS / 3600
  state.power = state.shaft / pump.motorEfficiency
  state.energy += state.power * hours
  state.pumped += state.flow * hours
  state.runS += at.dtS
  state.winding = lag(state.winding, at.ambient + 1.4 * state.power, { dtS: at.dtS, tauS: 1800 })
  if (state.level < 0.4) state.isFilling = true
  if (state.level > 0.8) state.isFilling = false
  state.level += (((state.isFilling ? pump.makeup : 0) - state.flow) * hours) / pump.tank
}

function hydraulics(state: PumpState): void {
  const { head, curve, systemHead, system, bestFlow } = pump
  const shutOff = head * state.speed * state.speed
  const square = Math.max(0, (shutOff - systemHead) / (curve + system))
  state.flow = Math.sqrt(square)
  state.head = shutOff - curve * square
  const off = (state.flow - bestFlow * state.speed) / (bestFlow * state.speed)
  state.efficiency = pump.bestEfficiency * (1 - off * off) * (1 - 0.08 * state.damage)
  state.shaft = (9.81 * state.flow * state.head) / 3600 / state.efficiency
}

function wear(state: PumpState, at: Surroundings, stream: number): void {
  const { bearing } = at.truths
  const cube = state.speed * state.speed * state.speed
  if (at.day >= bearing.day)
    state.damage = Math.min(1, state.damage + (cube * at.dtS) / 86_400 / bearing.lifeDays)
  const level = (1.1 + 7 * state.damage * state.damage) * (0.4 + 0.6 * state.speed)
  state.vibration = lag(state.vibration, level * (1 + 0.05 * at.random(stream)), { dtS: at.dtS, tauS: 5 })
  const friction = 22 * state.speed
  const heating = { dtS: at.dtS, tauS: 1200 }
  state.bearing = lag(state.bearing, at.ambient + friction * (1 + 1.6 * state.damage), heating)
  state.otherBearing = lag(state.otherBearing, at.ambient + 0.9 * friction, heating)
}
