/** Between the physics and the wire: noise of sensors, the known drift, and faults on command. */
import type { LineState } from '#plant/physics/line.ts'
import { normalAt, uniformAt } from '#plant/physics/noise.ts'
import type { Simulation } from '#plant/physics/simulation.ts'
import type { Reading } from '#plant/samples.ts'
import type { PlantTag } from '#plant/tags/catalog.ts'
import type { TagValue } from '#plant/tags/measure.ts'
import { truths } from '#plant/truths.ts'
import type { ActiveFault, SensorFault } from './fault.ts'

/** Streams of random numbers that no line uses. */
const noiseStream = 1_000_000
const spikeStream = 2_000_000

interface Applied {
  active: ActiveFault<SensorFault>
  tags: Set<number>
  /** Of the plant's clock. */
  fromMs: number
  frozen: Map<number, TagValue>
}

export class Sensors {
  #tags: PlantTag[]
  #applied: Applied[] = []

  constructor(tags: PlantTag[]) {
    this.#tags = tags
  }

  /** Returns how many tags it hits. */
  begin(active: ActiveFault<SensorFault>, fromMs: number): number {
    const isHit = matcher(active.fault.tags)
    const tags = new Set(this.#tags.filter(({ name }) => isHit(name)).map(({ id }) => id))
    this.#applied.push({ active, tags, fromMs, frozen: new Map() })
    return tags.size
  }

  end(id: number): void {
    this.#applied = this.#applied.filter(({ active }) => active.id !== id)
  }

  /** What all sensors say at this step; more than one reading of a tag where a fault doubles it. */
  read(simulation: Simulation): Reading[] {
    const readings = this.#tags.map((tag) => this.#measure(tag, simulation))
    return this.#applied.reduce((all, fault) => all.flatMap((one) => apply(fault, one, simulation)), readings)
  }

  #measure(tag: PlantTag, simulation: Simulation): Reading {
    const { step, lines } = simulation.state
    const value = tag.isCounter ? step : exact(tag, noisy(tag, simulation, lines[tag.line]))
    return { tag, timeMs: simulation.timeMs, value, quality: 0 }
  }
}

function noisy(tag: PlantTag, { options, state, surroundings }: Simulation, line: LineState): TagValue {
  const value = tag.read(line, surroundings)
  if (typeof value !== 'number') return value
  const drift = tag.name === truths.drift.tag ? driftFactor(surroundings.day) : 1
  const noise = tag.noise === 0 ? 0 : tag.noise * normalAt(options.seed, noiseStream + tag.id, state.step)
  return value * drift + noise
}

/** By how much the drifting meter reads more. */
export function driftFactor(day: number): number {
  return 1 + truths.drift.perDay * Math.max(0, day - truths.drift.day)
}

/** As the sensor's own type can say it. */
function exact(tag: PlantTag, value: TagValue): TagValue {
  return tag.type === 'single' && typeof value === 'number' ? Math.fround(value) : value
}

function apply(applied: Applied, reading: Reading, simulation: Simulation): Reading | Reading[] {
  const { tag, value } = reading
  const { fault } = applied.active
  if (!applied.tags.has(tag.id) || tag.isCounter) return reading
  switch (fault.kind) {
    case 'frozen':
      if (!applied.frozen.has(tag.id)) applied.frozen.set(tag.id, value)
      return { ...reading, value: applied.frozen.get(tag.id) ?? value }
    case 'bad':
      return { ...reading, quality: 2 }
    case 'clock-jump':
      return { ...reading, timeMs: reading.timeMs + fault.ms }
    case 'duplicate-times':
      return [reading, fault.isOther ? { ...reading, value: other(reading) } : { ...reading }]
    default:
      return isFloat(tag)
        ? { ...reading, value: exact(tag, distorted(applied, reading, simulation)) }
        : reading
  }
}

function distorted({ active, fromMs }: Applied, reading: Reading, simulation: Simulation): number {
  const { fault } = active
  const value = Number(reading.value)
  if (fault.kind === 'nan') return NaN
  if (fault.kind === 'drift') return value + (fault.perS * (simulation.timeMs - fromMs)) / 1000
  if (fault.kind !== 'spikes') return value
  const { options, state } = simulation
  return uniformAt(options.seed, spikeStream + reading.tag.id, state.step) < fault.share
    ? value + fault.size
    : value
}

function other({ tag, value }: Reading): TagValue {
  if (typeof value === 'boolean') return !value
  return typeof value === 'number' ? exact(tag, value + 1) : `${value}*`
}

function isFloat({ type }: PlantTag): boolean {
  return type === 'float' || type === 'single'
}

/** Whether a name fits a pattern in which `*` stands for anything. */
export function matcher(pattern: string): (name: string) => boolean {
  const parts = pattern.split('*').map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  const expression = new RegExp(`^${parts.join('.*')}$`)
  return (name) => expression.test(name)
}
