/** Names of quantities: those that mean something to units, and free ones such as 'heat' or 'humidity.relative'. */
import { levenshtein } from './near-names.ts'

const known = [
  'temperature',
  'temperature.difference',
  'pressure',
  'pressure.gauge',
  'pressure.absolute',
  'pressure.difference',
  'mass.CO2e',
  'volume.norm',
  'energy.active',
  'energy.reactive',
  'power.active',
  'power.reactive',
]
/** Families of which every member is known: a misspelt one would be converted wrongly. */
const closed = /^(temperature|pressure)(\.|$)/

/** Dotted words; no misspelt name of a known quantity, and a currency has its three letters. */
export function isQuantity(name: string): boolean {
  if (known.includes(name)) return true
  if (/^currency(\.|$)/.test(name)) return /^currency\.[A-Z]{3}$/.test(name)
  return /^[a-z][\w-]*(\.[\w-]+)*$/.test(name) && !closed.test(name) && nearQuantity(name) === undefined
}

/** The known quantity that is meant by a name with a slip or two. */
export function nearQuantity(name: string): string | undefined {
  const distances = known.map((item) => ({ item, distance: levenshtein(name, item, 2) }))
  return distances.filter(({ distance }) => distance <= 2).sort((a, b) => a.distance - b.distance)[0]?.item
}
