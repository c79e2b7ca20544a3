import { useQuery } from '@tanstack/react-query'
import { useProjectId } from '../../lib/project.ts'
import { isSimulated } from '../../lib/simulated.ts'
import { trpc } from '../../lib/trpc.ts'
import { addressOf } from './connection-facts.ts'
import type { Connection, SimulatedMachine } from './connection-facts.ts'

/** Rates and ages move between the events of the stream, which tell of states only. */
const lookMs = 2_000

export function useConnections() {
  const projectId = useProjectId()
  return useQuery(trpc.connections.list.queryOptions({ projectId }, { refetchInterval: lookMs }))
}

export function useConnection(id: string) {
  const projectId = useProjectId()
  return useQuery(trpc.connections.get.queryOptions({ projectId, id }, { refetchInterval: lookMs }))
}

/** The simulated plant's machines that are not connected yet; it may be started at any time. */
export function useOfferedMachines(connections: Connection[]): SimulatedMachine[] {
  const projectId = useProjectId()
  const machines = useQuery(
    trpc.connections.simulated.queryOptions({ projectId }, { refetchInterval: 5_000 }),
  )
  const taken = new Set(connections.map(addressOf))
  return machines.data?.filter((machine) => !taken.has(addressOf(machine))) ?? []
}

export function useProtocols() {
  const projectId = useProjectId()
  return useQuery(trpc.connections.protocols.queryOptions({ projectId }, { staleTime: 60_000 }))
}

/** Ids of connections of which a tag says that it is simulated. */
export function useSimulatedConnections(): Set<string> {
  const projectId = useProjectId()
  const named = useQuery(trpc.tags.list.queryOptions({ projectId, search: 'simulated', limit: 500 }))
  const first = useQuery(trpc.tags.list.queryOptions({ projectId, limit: 500 }))
  const tags = [...(named.data?.items ?? []), ...(first.data?.items ?? [])]
  return new Set(
    tags.flatMap(({ name, source }) =>
      source && isSimulated({ name, address: source.address }) ? [source.connectionId] : [],
    ),
  )
}
