/** Pipelines to look at and to change. */

export function block(id: string, name: string, config: object = {}): object {
  return { id, block: name, version: 1, config }
}

export function wire(from: string, to: string, ports = 'table table'): object {
  const [output, input] = ports.split(' ')
  return { from: { node: from, port: output }, to: { node: to, port: input } }
}

/** Two blocks that run in no time. */
export const small = {
  nodes: [
    block('station', 'simulated-history', { days: 28 }),
    block('chart', 'line-chart', { columns: ['power'] }),
  ],
  edges: [wire('station', 'chart')],
}
