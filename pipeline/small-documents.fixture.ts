/** Documents of two or three nodes. */
import type { Column, TableSchema } from './ports.ts'
import { column, pipeline, plantTable, reader } from './small-blocks.fixture.ts'

export const lagNode = (config: object): object => ({
  id: 'lag',
  block: 'lag',
  config: { column: 'power', as: 'before', ...config },
})
export const sink = { id: 'sink', block: 'sink' }

/** Reader, one block on its table, sink. */
export const chain = (
  node: object,
  table: TableSchema = plantTable,
  more?: Record<string, unknown>,
): unknown =>
  pipeline(
    [{ ...reader, config: { schema: table } }, { id: 'x', ...node } as typeof sink, sink],
    [
      `read.table>${(node as { id?: string }).id ?? 'x'}.table`,
      `${(node as { id?: string }).id ?? 'x'}.table>sink.table`,
    ],
    more,
  )

export const fitNode = (config: object): unknown =>
  pipeline(
    [reader, { id: 'fit', block: 'fit', config: { target: 'power', features: ['temperature'], ...config } }],
    ['read.table>fit.table'],
  )

export const onePower = (more: Partial<Column>): TableSchema => ({
  ...plantTable,
  columns: [plantTable.columns[0], column('power', more)],
})
export const parameter = (schema: object, value: unknown): Record<string, unknown> => ({
  parameters: { rows: { schema, default: value } },
})

const forecastNodes = [
  { id: 'choose', block: 'choose', config: { column: 'power' } },
  { id: 'split', block: 'random-split' },
  { id: 'fit', block: 'fit', config: { target: 'power', features: ['temperature'] } },
  { id: 'apply', block: 'apply' },
  { id: 'judge', block: 'judge' },
]

/** Those of reader, choice of rows, split, fit, apply and judge that have wires. */
export const forecastOf = (
  column: string,
  wires: string[],
  configs: Record<string, object> = {},
  more: Record<string, unknown> = {},
): Record<string, unknown> => {
  const isWired = ({ id }: { id: string }): boolean =>
    wires.some((wire) => wire.startsWith(`${id}.`) || wire.includes(`>${id}.`))
  const nodes = forecastNodes.filter(isWired).map((node) => {
    const own = node.id === 'choose' ? { column } : {}
    return { ...node, config: { ...node.config, ...own, ...configs[node.id] } }
  })
  return pipeline([reader, ...nodes], wires, more)
}
