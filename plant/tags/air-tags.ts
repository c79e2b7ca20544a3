/** The sensors of the compressed-air station. */
import { air } from '#plant/physics/compressed-air.ts'
import type { AirState, CompressorState } from '#plant/physics/compressed-air.ts'
import type { Surroundings } from '#plant/physics/surroundings.ts'
import { count, counter, flag, level, single, text } from './measure.ts'
import type { Measure } from './measure.ts'

const root3 = 1.7320508075688772

export const airTags: Measure[] = [0, 1, 2].flatMap(compressorTags).concat(stationTags(), consumerTags())

function compressorTags(index: number): Measure[] {
  const at = (name: string) => `compressed-air/compressor-${index + 1}/${name}`
  const of = (
    read: (state: CompressorState, station: AirState, at: Surroundings) => number | boolean | string,
  ) => ((line, around) => read(line.air.compressors[index], line.air, around)) satisfies Measure['read']
  return [
    level(
      at('power'),
      'kW',
      0.15,
      of(({ power }) => power),
    ),
    counter(
      at('energy'),
      'kW.h',
      of(({ energy }) => energy),
    ),
    level(
      at('current'),
      'A',
      0.4,
      of(({ power }) => power / root3 / 0.4 / 0.87),
    ),
    text(
      at('state'),
      of(({ mode }) => mode),
    ),
    flag(
      at('running'),
      of(({ mode }) => mode !== 'off'),
    ),
    flag(
      at('loaded'),
      of(({ mode }) => mode === 'load'),
    ),
    count(
      at('starts'),
      of(({ starts }) => starts),
    ),
    counter(
      at('run-hours'),
      'h',
      of(({ runS }) => runS / 3600),
    ),
    counter(
      at('load-hours'),
      'h',
      of(({ loadS }) => loadS / 3600),
    ),
    level(
      at('oil-temperature'),
      'Cel',
      0.1,
      of(({ oil }) => oil),
    ),
    level(
      at('outlet-temperature'),
      'Cel',
      0.1,
      of(({ oil, mode }) => oil + (mode === 'load' ? 6 : 1)),
    ),
    level(at('outlet-pressure'), 'bar', 0.005, of(outletPressure)),
    single(
      at('vibration'),
      'mm/s',
      0.05,
      of(({ mode }) => ({ off: 0.1, idle: 1.4, load: 2.2 })[mode]),
    ),
    level(
      at('flow'),
      'm3/h',
      1.5,
      of(({ mode }) => (mode === 'load' ? air.ratedFlow : 0)),
    ),
    level(
      at('intake-temperature'),
      'Cel',
      0.1,
      of((_, __, around) => around.ambient + 2),
    ),
    single(
      at('filter-drop'),
      'mbar',
      0.2,
      of(({ runS, mode }) => (mode === 'load' ? 20 + runS / 400_000 : 0)),
    ),
  ]
}

/** Unloaded a machine blows off to its minimum pressure. */
function outletPressure({ mode }: CompressorState, { pressure }: AirState): number {
  return mode === 'load' ? pressure + 0.15 : mode === 'idle' ? 1.5 : 0
}

function stationTags(): Measure[] {
  const at = (name: string) => `compressed-air/station/${name}`
  return [
    level(at('pressure'), 'bar', 0.005, ({ air: { pressure } }) => pressure),
    level(at('setpoint'), 'bar', 0, ({ air: { setpoint } }) => setpoint),
    level(at('flow'), 'm3/h', 3, ({ air: { useful, leak } }) => useful + leak),
    counter(at('air'), 'm3', ({ air: { volumeOut } }) => volumeOut),
    level(at('power'), 'kW', 0.2, ({ air: { power } }) => power),
    counter(at('energy'), 'kW.h', ({ air: { energy } }) => energy),
    {
      path: at('energy-per-minute'),
      unit: 'kW.h',
      kind: 'amount',
      type: 'float',
      noise: 0,
      read: ({ air: { lastMinuteEnergy } }) => lastMinuteEnergy,
    },
    level(at('room-temperature'), 'Cel', 0.1, ({ air: { power } }, { ambient }) => ambient + power / 20),
    level(at('dew-point'), 'Cel', 0.05, (_, { ambient }) => 3 + (ambient - 20) / 15),
    level(at('humidity'), '%', 0.5, (_, { ambient }) => 70 - ambient),
    single(at('filter-drop'), 'mbar', 0.5, ({ air: { useful } }) => 40 + useful / 20),
    level(at('dryer-power'), 'kW', 0.02, () => air.auxiliary),
    count(at('drains'), ({ air: { volumeOut } }) => Math.floor(volumeOut / 40)),
    flag(at('pressure-low'), ({ air: { pressure, setpoint } }) => pressure < setpoint - 0.35),
    { ...count(at('running'), ({ air: { compressors } }) => running(compressors)), kind: 'level' },
    text(at('leader'), (_, { day }) => `compressor-${(((Math.floor(day) % 3) + 3) % 3) + 1}`),
  ]
}

function running(compressors: CompressorState[]): number {
  return compressors.filter(({ mode }) => mode !== 'off').length
}

/** Places where the net ends: the farther, the lower the pressure under flow. */
function consumerTags(): Measure[] {
  return [1, 2, 3, 4].flatMap((place) => [
    level(`compressed-air/consumer-${place}/pressure`, 'bar', 0.005, ({ air: { pressure, useful } }) => {
      const flow = useful / 1000
      return pressure - 0.05 * place * flow * flow
    }),
    level(`compressed-air/consumer-${place}/flow`, 'm3/h', 1, ({ air: { useful } }) => useful / 4),
  ])
}
