import type { Outputs } from '../../lib/trpc.ts'

export type Connection = Outputs['connections']['list'][number]
export type ConnectionStateName = Connection['state']['state']
export type Protocol = Outputs['connections']['protocols'][number]
export type SimulatedMachine = Outputs['connections']['simulated'][number]
export type TestResult = Outputs['connections']['test']

/** Where the machine is, as people write it; '' where the config does not say. */
export function addressOf({ config }: Pick<Connection, 'config'>): string {
  const { url, host, port } = config
  if (typeof url === 'string') return url
  if (typeof host !== 'string') return ''
  return port === undefined ? host : `${host}:${String(port)}`
}

/** Those that want a look first, then by name. */
export function inNeed(connections: Connection[]): Connection[] {
  const rank = ({ state }: Connection) =>
    order.indexOf(state.state) < 0 ? order.length : order.indexOf(state.state)
  return [...connections].sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name))
}

const order: ConnectionStateName[] = ['refused', 'down', 'stale', 'unknown']
