/** Ten cheap blocks one after the other on a table of 24 rows: what is left is what running costs. */

interface Step {
  id: string
  block: string
  config: Record<string, unknown>
}

const steps: Step[] = [
  { id: 'station', block: 'simulated-history', config: { days: 1, step: '1 h', seed: { $param: 'seed' } } },
  { id: 'pick', block: 'select', config: { columns: ['flow', 'power'] } },
  { id: 'flow-before', block: 'lag', config: { columns: ['flow'], lags: [1] } },
  { id: 'name-a', block: 'select', config: { rename: [{ from: 'flow_lag_1', to: 'a' }] } },
  { id: 'power-before', block: 'lag', config: { columns: ['power'], lags: [2] } },
  { id: 'name-b', block: 'select', config: { rename: [{ from: 'power_lag_2', to: 'b' }] } },
  { id: 'a-before', block: 'lag', config: { columns: ['a'], lags: [1] } },
  { id: 'order', block: 'select', config: { columns: ['power', 'a', 'b', 'a_lag_1'] } },
  { id: 'b-before', block: 'lag', config: { columns: ['b'], lags: [3] } },
  { id: 'last', block: 'select', config: { columns: ['power'], drop: true } },
]

export const chainDocument = chainOf('chain', steps, { seed: 1 })

/** Each step reads the table of the one before. */
export function chainOf(id: string, nodes: Step[], parameters: Record<string, number>): unknown {
  const schema = { type: 'integer', minimum: 0 }
  return {
    ecoki: 1,
    id,
    name: id,
    parameters: Object.fromEntries(
      Object.entries(parameters).map(([name, value]) => [name, { schema, default: value }]),
    ),
    nodes: nodes.map((node) => ({ ...node, version: 1 })),
    edges: nodes.slice(1).map((node, index) => ({
      from: { node: nodes[index].id, port: 'table' },
      to: { node: node.id, port: 'table' },
    })),
  }
}

/** A pipeline of so many nodes; another seed is another document. */
export function longChain(id: string, nodes: number, seed: number): unknown {
  const shorten = (index: number): Step => ({
    id: `pick-${index}`,
    block: 'select',
    config: { columns: ['power'] },
  })
  const more = Array.from({ length: nodes - 1 }, (_, index) => shorten(index))
  return chainOf(id, [steps[0], ...more], { seed })
}
