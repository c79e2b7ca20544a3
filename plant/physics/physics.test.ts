/** The balances and truths are computed here once more, from what the plant shows. */
import { describe, expect, it } from 'vitest'
import { slopeOfPressure, truths } from '#plant/truths.ts'
import type { Truths } from '#plant/truths.ts'
import { air } from './compressed-air.ts'
import { furnace } from './furnace.ts'
import { normalAt } from './noise.ts'
import { Simulation } from './simulation.ts'
import type { SimulationOptions } from './simulation.ts'

const startMs = Date.UTC(2026, 5, 1)
const day = 86_400
const plain: SimulationOptions = { seed: 1, lines: 1, startMs, epochMs: startMs, periodMs: 1000, setpoint: 7 }

function simulate(seconds: number, options: Partial<SimulationOptions> = {}): Simulation {
  const simulation = new Simulation({ ...plain, ...options })
  for (let i = 0; i < seconds; i++) simulation.step()
  return simulation
}

/** Where nothing happens but what is named. */
const quiet = (changed: Partial<Truths>): Truths => ({
  ...truths,
  leak: { ...truths.leak, day: 1e6 },
  saving: { ...truths.saving, day: 1e6 },
  ...changed,
})

const airOf = (simulation: Simulation) => simulation.state.lines[0].air
const compressorEnergy = (simulation: Simulation) =>
  airOf(simulation).compressors.reduce((sum, { energy }) => sum + energy, 0)

describe('the compressed-air station', () => {
  it('keeps its pressure within the band and loses no air', () => {
    const simulation = new Simulation(plain)
    let [out, farthest] = [0, 0]
    for (let i = 0; i < 2 * day; i++) {
      simulation.step()
      const { pressure, useful, leak } = airOf(simulation)
      farthest = Math.max(farthest, Math.abs(pressure - 7))
      out += (useful + leak) / 3600
    }
    expect(farthest).toBeLessThan(air.band * 0.8)
    const { volumeIn, pressure } = airOf(simulation)
    expect(volumeIn - out).toBeCloseTo((air.volume * (pressure - 7)) / 1.013, 6)
  })

  it('takes more energy for more pressure, by the known slope', () => {
    const [low, high] = [6.8, 7.2].map((setpoint) => simulate(4 * day, { setpoint, truths: quiet({}) }))
    const hours = (4 * day) / 3600
    const perBar = (compressorEnergy(high) - compressorEnergy(low)) / hours / 0.4
    const leakAtSeven = truths.leak.before
    const useful = airOf(high).volumeOut / hours - (leakAtSeven * 8.2) / 8.013
    const expected = slopeOfPressure(useful, { leakAtSeven, bar: 7, intake: 15 })
    expect(perBar / expected).toBeGreaterThan(0.9)
    expect(perBar / expected).toBeLessThan(1.1)
  })

  it('saves 5 % by new motors, and loses what the leak lets out', () => {
    const before = simulate(day, { truths: quiet({}) })
    const after = simulate(day, { truths: quiet({ saving: { ...truths.saving, day: -1 } }) })
    expect(compressorEnergy(after) / compressorEnergy(before)).toBeCloseTo(1 - truths.saving.share, 9)
    const leaking = simulate(day, { truths: quiet({ leak: { ...truths.leak, day: -1 } }) })
    const more = airOf(leaking).volumeOut - airOf(before).volumeOut
    expect(more / 24).toBeCloseTo(truths.leak.after - truths.leak.before, -1)
  })
})

describe('the furnace', () => {
  it('turns its energy into heat of zones, walls and product, and nothing else', () => {
    const simulation = new Simulation(plain)
    const zone = simulation.state.lines[0].furnace.zones[2]
    let [heated, lost, taken] = [0, 0, 0]
    for (let i = 0; i < day; i++) {
      const inside = zone.temperature
      simulation.step()
      const { rate, zones } = simulation.state.lines[0].furnace
      const inlet = zones[1].temperature
      heated += zone.power / 3600
      lost += (furnace.loss * (inside - simulation.surroundings.ambient - 10)) / 3600
      taken += (rate * 4 * 0.000163 * (inside - inlet)) / 3600
    }
    expect(heated).toBeGreaterThan(400)
    expect(heated - lost - taken).toBeCloseTo(furnace.capacity * (zone.temperature - furnace.setback), 6)
  })

  it('is warm when the shift begins on Monday, makes the planned pieces, and rests on Sunday', () => {
    // 1 June 2026 is a Monday; its early shift begins at 5:00 UTC.
    const simulation = simulate(5 * 3600 + 60)
    const made = simulation.state.lines[0].furnace.made
    expect(simulation.state.lines[0].furnace.mode).toBe('production')
    for (let i = 0; i < 3600; i++) simulation.step()
    expect(simulation.state.lines[0].furnace.made - made).toBeCloseTo(100, 6)
    const sunday = simulate(3600, { startMs: startMs - day * 1000 + 36_000_000 })
    expect(sunday.state.lines[0].furnace).toMatchObject({ mode: 'setback', made: 0 })
  })
})

it('the pump follows its curve, and its worn bearing shakes, heats and costs efficiency', () => {
  const at = (days: number) =>
    simulate(6 * 3600, { epochMs: startMs - days * day * 1000 }).state.lines[0].pump
  const [sound, worn] = [at(0), at(100)]
  // H0 n² - a Q² = Hs + k Q², and P = ρ g Q H / η.
  expect(60 * sound.speed ** 2 - 0.0003 * sound.flow ** 2).toBeCloseTo(12 + 0.00025 * sound.flow ** 2, 9)
  expect(sound.shaft).toBeCloseTo((9.81 * sound.flow * sound.head) / 3600 / sound.efficiency, 9)
  expect(worn.vibration).toBeGreaterThan(3 * sound.vibration)
  expect(worn.bearing).toBeGreaterThan(sound.bearing + 10)
  expect(worn.efficiency).toBeLessThan(sound.efficiency * 0.95)
})

describe('determinism', () => {
  it('gives the same states to the bit for a seed, also when it goes on from a snapshot', () => {
    const whole = simulate(3000, { lines: 2 })
    const half = simulate(1500, { lines: 2 })
    const resumed = new Simulation(half.options, JSON.parse(JSON.stringify(half.state)))
    for (let i = 0; i < 1500; i++) resumed.step()
    expect(resumed.state).toEqual(whole.state)
    expect(simulate(3000, { lines: 2, seed: 2 }).state).not.toEqual(whole.state)
    expect(whole.state.lines[0]).not.toEqual(whole.state.lines[1])
  })

  it('has noise of mean 0 and variance 1 that does not repeat from step to step', () => {
    const values = Array.from({ length: 20_000 }, (_, step) => normalAt(1, 7, step))
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length
    const lagged = values.slice(1).reduce((sum, value, i) => sum + value * values[i], 0) / values.length
    expect(Math.abs(mean)).toBeLessThan(0.03)
    expect(Math.abs(variance - 1)).toBeLessThan(0.03)
    expect(Math.abs(lagged)).toBeLessThan(0.03)
  })
})
