import { queryClient, trpc, trpcClient } from '../../../lib/trpc.ts'
import type { Outputs } from '../../../lib/trpc.ts'
import type { Connect } from './use-connect.ts'

export type SaveProblem = Outputs['tags']['create']['problems'][number]

/** The connection with its tags; it begins to read once all of them are there. A tag with a problem: nothing is saved. */
export async function saveAll(connect: Connect): Promise<{ id: string; problems: SaveProblem[] }> {
  const { projectId, existing } = connect
  const id = existing?.id ?? (await create(connect))
  try {
    await saveDecisions(connect, id)
    const problems = await saveTags(connect, id)
    if (!existing && problems.length > 0) await trpcClient.connections.remove.mutate({ projectId, id })
    else if (!existing) await trpcClient.connections.resume.mutate({ projectId, id })
    return { id, problems }
  } finally {
    await queryClient.invalidateQueries(trpc.connections.pathFilter())
    await queryClient.invalidateQueries(trpc.tags.pathFilter())
  }
}

async function create({ projectId, protocol, name, config }: Connect): Promise<string> {
  const wanted = { projectId, protocol, name: name.trim(), config, desired: 'paused' } as const
  return (await trpcClient.connections.create.mutate(wanted)).id
}

async function saveDecisions({ projectId, decisions }: Connect, id: string): Promise<void> {
  for (const { certificate, decision } of decisions) {
    const { fingerprint, pem } = certificate
    await trpcClient.connections.decideCertificate.mutate({ projectId, id, fingerprint, pem, decision })
  }
}

async function saveTags({ projectId, candidates }: Connect, connectionId: string): Promise<SaveProblem[]> {
  const tags = candidates.map(({ name, type, unit, address, setup }) => ({
    ...{ name: name.trim(), type, address, setup },
    ...(unit.trim() && { unit: unit.trim() }),
  }))
  return (await trpcClient.tags.create.mutate({ projectId, connectionId, tags })).problems
}
