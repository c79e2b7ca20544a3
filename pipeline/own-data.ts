/** What people know about the columns of their own data and the data do not say, written into a reader's settings. */
import type { Column } from './ports.ts'
import { unitFromText } from './unit-names.ts'

export type KnownOfColumn = Pick<Column, 'unit' | 'quantity' | 'kind'>

/** Units that only the names of columns tell: `Energy [MWh]`, `flow (Nm³/h)`, `power_kW`. */
export function unitsInNames(columns: readonly Column[]): Map<string, KnownOfColumn> {
  const known = new Map<string, KnownOfColumn>()
  for (const { name, type, unit } of columns) {
    const isNumber = type === 'number' || type === 'integer'
    const text = isNumber && unit === undefined ? unitAtEnd(name) : undefined
    const found = text === undefined ? undefined : unitFromText(text)
    if (found) known.set(name, found)
  }
  return known
}

/** After an underscore only what cannot be taken for a word or a number: a unit of two letters and more. */
function unitAtEnd(name: string): string | undefined {
  const [, square, round, plain] = /\[([^\]]+)\]\s*$|\(([^)]+)\)\s*$|_([A-Za-z°€%]{2,5})$/.exec(name) ?? []
  return square ?? round ?? plain
}

interface Place {
  list: string
  key: string
}

/** Where a reader's settings say something about its columns. */
const places: Record<string, Place> = {
  'read-csv': { list: 'columns', key: 'source' },
  'read-parquet': { list: 'columns', key: 'source' },
  'read-historian': { list: 'tags', key: 'tag' },
}

type Config = Record<string, unknown>

/** The settings with what is known by column; those of other readers stay as they are. */
export function stateColumns(
  { block, config }: { block: string; config: Config },
  known: ReadonlyMap<string, KnownOfColumn>,
): Config {
  if (!Object.hasOwn(places, block)) return config
  const place = places[block]
  const rules = Array.isArray(config[place.list]) ? (config[place.list] as Config[]) : []
  const changed = rules.map((rule) => ({ ...rule, ...known.get(nameOf(rule, place)) }))
  const named = new Set(rules.map((rule) => nameOf(rule, place)))
  const added = [...known].filter(([column, { unit, quantity, kind }]) => {
    return !named.has(column) && (unit ?? quantity ?? kind) !== undefined
  })
  return {
    ...config,
    [place.list]: [...changed, ...added.map(([column, all]) => ({ [place.key]: column, ...all }))],
  }
}

function nameOf(rule: Config, { key }: Place): string {
  return String(rule.name ?? rule[key])
}
