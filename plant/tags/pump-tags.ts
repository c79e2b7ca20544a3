/** The sensors of the circulation pump. */
import { pump } from '#plant/physics/pump.ts'
import type { PumpState } from '#plant/physics/pump.ts'
import { count, counter, flag, level, single, text } from './measure.ts'
import type { Measure } from './measure.ts'

const at = (name: string) => `pump/circulation/${name}`
const of = (read: (state: PumpState) => number | boolean | string) =>
  (({ pump: state }) => read(state)) satisfies Measure['read']

/** Axes of the outer and the inner bearing, with the part of the vibration each of them sees. */
const axes = [
  ['outer-x', 1],
  ['outer-y', 0.9],
  ['outer-z', 0.6],
  ['inner-x', 0.5],
  ['inner-y', 0.45],
  ['inner-z', 0.3],
] as const

export const pumpTags: Measure[] = [
  level(
    at('flow'),
    'm3/h',
    0.4,
    of(({ flow }) => flow),
  ),
  level(
    at('head'),
    'm',
    0.05,
    of(({ head }) => head),
  ),
  level(
    at('suction-pressure'),
    'bar',
    0.003,
    of(({ level: height }) => 0.2 + 0.4 * height),
  ),
  level(
    at('discharge-pressure'),
    'bar',
    0.01,
    of(({ head, level: height }) => 0.2 + 0.4 * height + head * 0.0981),
  ),
  level(
    at('speed'),
    '/min',
    0.5,
    of(({ speed }) => speed * pump.ratedSpeed),
  ),
  level(
    at('power'),
    'kW',
    0.05,
    of(({ power }) => power),
  ),
  level(
    at('shaft-power'),
    'kW',
    0.05,
    of(({ shaft }) => shaft),
  ),
  level(
    at('efficiency'),
    '%',
    0.2,
    of(({ efficiency }) => 100 * efficiency),
  ),
  level(
    at('hydraulic-power'),
    'kW',
    0.05,
    of(({ shaft, efficiency }) => shaft * efficiency),
  ),
  single(
    at('seal-pressure'),
    'bar',
    0.01,
    of(({ head }) => 0.5 + head / 40),
  ),
  counter(
    at('energy'),
    'kW.h',
    of(({ energy }) => energy),
  ),
  counter(
    at('volume'),
    'm3',
    of(({ pumped }) => pumped),
  ),
  counter(
    at('run-hours'),
    'h',
    of(({ runS }) => runS / 3600),
  ),
  level(
    at('current'),
    'A',
    0.1,
    of(({ power }) => power / 1.7320508075688772 / 0.4 / 0.85),
  ),
  level(
    at('outer-bearing-temperature'),
    'Cel',
    0.1,
    of(({ bearing }) => bearing),
  ),
  level(
    at('inner-bearing-temperature'),
    'Cel',
    0.1,
    of(({ otherBearing }) => otherBearing),
  ),
  level(
    at('winding-temperature'),
    'Cel',
    0.1,
    of(({ winding }) => winding),
  ),
  ...axes.map(([axis, share]) =>
    single(
      at(`vibration-${axis}`),
      'mm/s',
      0.02,
      of(({ vibration }) => share * vibration),
    ),
  ),
  single(
    at('kurtosis'),
    '1',
    0.05,
    of(({ damage }) => 3 + 4 * damage * (1 - damage)),
  ),
  flag(
    at('running'),
    of(({ speed }) => speed > 0.05),
  ),
  flag(
    at('vibration-warning'),
    of(({ vibration }) => vibration > 4.5),
  ),
  text(
    at('state'),
    of(({ vibration }) => (vibration > 7.1 ? 'alarm' : vibration > 4.5 ? 'warning' : 'normal')),
  ),
  level(
    at('tank-level'),
    '%',
    0.1,
    of(({ level: height }) => 100 * height),
  ),
  level(at('tank-temperature'), 'Cel', 0.05, (_, { ambient }) => ambient + 12),
  flag(
    at('filling'),
    of(({ isFilling }) => isFilling),
  ),
  level(
    at('makeup-flow'),
    'm3/h',
    0,
    of(({ isFilling }) => (isFilling ? pump.makeup : 0)),
  ),
  level(
    at('valve-position'),
    '%',
    0,
    of(({ isFilling }) => (isFilling ? 100 : 0)),
  ),
  count(at('pieces-cooled'), ({ furnace: { made } }) => Math.floor(made)),
]
