/** One production line: its compressed air, furnace, pump and main meter, one step after the other. */
import { newAir, stepAir } from './compressed-air.ts'
import type { AirState } from './compressed-air.ts'
import { newFurnace, stepFurnace } from './furnace.ts'
import type { FurnaceState } from './furnace.ts'
import { lag } from './noise.ts'
import { newPump, stepPump } from './pump.ts'
import type { PumpState } from './pump.ts'
import type { Surroundings } from './surroundings.ts'
import type { Truths } from '#plant/truths.ts'

export interface MeterState {
  /** kW, and kWh of all. */
  power: number
  energy: number
  /** Hz */
  frequency: number
  /** V to neutral. */
  voltage: number
}

export interface LineState {
  air: AirState
  furnace: FurnaceState
  pump: PumpState
  meter: MeterState
}

const buildingPower = 18
/** Random streams of a line; those of the weather and of sensors lie elsewhere. */
const streamsPerLine = 8

export function newLine(day: number, of: { setpoint: number; truths: Truths }): LineState {
  return {
    air: newAir(of.setpoint),
    furnace: newFurnace(),
    pump: newPump(day, of.truths.bearing),
    meter: { power: 0, energy: 0, frequency: 50, voltage: 231 },
  }
}

export function stepLine(line: LineState, at: Surroundings, index: number): void {
  const stream = 10 + index * streamsPerLine
  stepAir(line.air, at, stream)
  stepFurnace(line.furnace, at, stream + 1)
  stepPump(line.pump, at, stream + 2)
  const { meter } = line
  meter.power = buildingPower + line.air.power + line.furnace.power + line.pump.power
  meter.energy += (meter.power * at.dtS) / 3600
  meter.frequency = lag(meter.frequency, 50 + 0.02 * at.random(stream + 3), { dtS: at.dtS, tauS: 10 })
  // The grid's own resistance: the more is drawn, the lower the voltage.
  meter.voltage = lag(meter.voltage, 233 - 0.008 * meter.power + at.random(stream + 4), {
    dtS: at.dtS,
    tauS: 5,
  })
}
