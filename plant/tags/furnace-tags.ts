/** The sensors of the furnace line. */
import { furnace } from '#plant/physics/furnace.ts'
import type { ZoneState } from '#plant/physics/furnace.ts'
import { count, counter, flag, level, single, text } from './measure.ts'
import type { Measure } from './measure.ts'

export const furnaceTags: Measure[] = furnace.setpoints
  .flatMap((_, index) => zoneTags(index))
  .concat(lineTags())

function zoneTags(index: number): Measure[] {
  const at = (name: string) => `furnace/zone-${index + 1}/${name}`
  const of = (read: (zone: ZoneState) => number | boolean) =>
    (({ furnace: { zones } }) => read(zones[index])) satisfies Measure['read']
  return [
    level(
      at('temperature'),
      'Cel',
      0.3,
      of(({ temperature }) => temperature),
    ),
    level(
      at('setpoint'),
      'Cel',
      0,
      of(({ setpoint }) => setpoint),
    ),
    level(
      at('output'),
      '%',
      0,
      of(({ output }) => 100 * output),
    ),
    level(
      at('power'),
      'kW',
      0.1,
      of(({ power }) => power),
    ),
    counter(
      at('energy'),
      'kW.h',
      of(({ energy }) => energy),
    ),
    level(
      at('wall-temperature'),
      'Cel',
      0.2,
      of(({ temperature }) => 22 + temperature / 25),
    ),
    flag(
      at('over-temperature'),
      of(({ temperature, setpoint }) => temperature > setpoint + 15),
    ),
  ]
}

function lineTags(): Measure[] {
  const at = (name: string) => `furnace/line/${name}`
  return [
    text(at('state'), ({ furnace: { mode } }) => mode),
    text(at('shift'), (_, { shift }) => shift),
    level(at('planned-rate'), '/h', 0, (_, { rate }) => rate),
    level(at('rate'), '/h', 0, ({ furnace: { rate } }) => rate),
    count(at('products'), ({ furnace: { made } }) => Math.floor(made)),
    count(at('scrap'), ({ furnace: { scrap } }) => scrap),
    counter(at('product-mass'), 'kg', ({ furnace: { made } }) => Math.floor(made) * furnace.pieceMass),
    level(at('power'), 'kW', 0.3, ({ furnace: { power } }) => power),
    counter(at('energy'), 'kW.h', ({ furnace: { energy } }) => energy),
    single(at('belt-speed'), 'm/min', 0.002, ({ furnace: { rate } }) => rate / 200),
    flag(at('door-open'), ({ furnace: { isDoorOpen } }) => isDoorOpen),
    count(at('door-openings'), ({ furnace: { doorOpenings } }) => doorOpenings),
    level(at('oxygen'), '%', 0.02, ({ furnace: { oxygen } }) => oxygen),
    level(at('cooling-water-in'), 'Cel', 0.05, (_, { ambient }) => ambient + 8),
    level(at('cooling-water-out'), 'Cel', 0.05, ({ furnace: { cooling } }) => cooling),
    level(at('product-temperature'), 'Cel', 0.5, ({ furnace: { zones } }) => zones[5].temperature),
    level(at('flue-temperature'), 'Cel', 0.5, ({ furnace: { power } }) => 90 + power / 2),
    level(at('load-mass'), 'kg', 0.5, ({ furnace: { rate } }) => rate * furnace.pieceMass * 1.5),
    text(at('batch'), ({ furnace: { batch } }) => `B${String(batch).padStart(6, '0')}`),
    text(at('recipe'), ({ furnace: { batch } }) => ['C45 – 820 °C', '42CrMo4 – 850 °C'][batch % 2]),
  ]
}
