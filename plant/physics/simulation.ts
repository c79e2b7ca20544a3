/** All lines of a plant on one clock. The same settings give the same states to the bit, however they are reached. */
import { newLine, stepLine } from './line.ts'
import type { LineState } from './line.ts'
import { surroundingsAt } from './surroundings.ts'
import type { Surroundings, WeatherState } from './surroundings.ts'
import { truths } from '#plant/truths.ts'
import type { Truths } from '#plant/truths.ts'

export interface SimulationOptions {
  seed: number
  lines: number
  /** Epoch ms of the first step: a whole multiple of the period. */
  startMs: number
  /** Day 0 of the known truths, epoch ms. */
  epochMs: number
  periodMs: number
  /** bar gauge of all stations. */
  setpoint: number
  truths?: Truths
}

/** Everything that goes on: plain data, exact as JSON. */
export interface SimulationState {
  step: number
  weather: WeatherState
  lines: LineState[]
}

export class Simulation {
  readonly options: SimulationOptions
  readonly state: SimulationState
  surroundings: Surroundings
  #truths: Truths

  constructor(options: SimulationOptions, state?: SimulationState) {
    this.options = options
    this.#truths = options.truths ?? truths
    const day = (options.startMs - options.epochMs) / 86_400_000
    this.state = state ?? {
      step: 0,
      weather: { wander: 0 },
      lines: Array.from({ length: options.lines }, () =>
        newLine(day, { setpoint: options.setpoint, truths: this.#truths }),
      ),
    }
    this.surroundings = this.#surroundings({ ...this.state.weather })
  }

  /** Epoch ms of the present state. */
  get timeMs(): number {
    return this.options.startMs + this.state.step * this.options.periodMs
  }

  /** Moves on by one period. */
  step(): void {
    this.state.step++
    this.surroundings = this.#surroundings(this.state.weather)
    for (const [index, line] of this.state.lines.entries()) stepLine(line, this.surroundings, index)
  }

  #surroundings(weather: WeatherState): Surroundings {
    const { seed, epochMs, periodMs } = this.options
    return surroundingsAt(weather, {
      timeMs: this.timeMs,
      epochMs,
      dtS: periodMs / 1000,
      seed,
      step: this.state.step,
      truths: this.#truths,
    })
  }
}
