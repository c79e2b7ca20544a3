/** The main electricity meter of a line. */
import { counter, level, single } from './measure.ts'
import type { Measure } from './measure.ts'
import type { LineState } from '#plant/physics/line.ts'

const at = (name: string) => `energy/main-meter/${name}`
const powerFactor = 0.88
const reactive = 0.4749736834815167
/** The phases are not loaded alike. */
const shares = [0.34, 0.335, 0.325]

function phaseTags(phase: number): Measure[] {
  const power = ({ meter }: LineState) => meter.power * shares[phase]
  const name = `l${phase + 1}`
  return [
    level(at(`voltage-${name}`), 'V', 0.2, ({ meter }) => meter.voltage - phase * 0.3),
    level(at(`current-${name}`), 'A', 0.3, (line) => (1000 * power(line)) / line.meter.voltage / powerFactor),
    level(at(`power-${name}`), 'kW', 0.05, power),
    single(at(`distortion-${name}`), '%', 0.05, (line) => 2 + power(line) / 100),
  ]
}

export const meterTags: Measure[] = [
  ...[0, 1, 2].flatMap(phaseTags),
  level(at('power'), 'kW', 0.1, ({ meter: { power } }) => power),
  level(at('reactive-power'), 'kvar', 0.1, ({ meter: { power } }) => (power / powerFactor) * reactive),
  level(at('apparent-power'), 'kV.A', 0.1, ({ meter: { power } }) => power / powerFactor),
  single(at('power-factor'), '1', 0.002, () => powerFactor),
  single(at('frequency'), 'Hz', 0.001, ({ meter: { frequency } }) => frequency),
  counter(at('energy'), 'kW.h', ({ meter: { energy } }) => energy),
  {
    path: at('energy-wh'),
    unit: 'W.h',
    kind: 'counter',
    type: 'int',
    noise: 0,
    read: ({ meter: { energy } }) => Math.floor(1000 * energy),
  },
  counter(at('reactive-energy'), 'kvar.h', ({ meter: { energy } }) => (energy / powerFactor) * reactive),
]
