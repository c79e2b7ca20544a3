import { queryClient, trpc, trpcClient } from '../../../lib/trpc.ts'
import type { Outputs } from '../../../lib/trpc.ts'
import type { Connect } from './use-connect.ts'

export type SaveProblem = Outputs['tags']['create']['problems'][number]

/** The connection with its tags; it begins to read once all of them are there. */
export async function saveAll(connect: Connect): Promise<{ id: string; problems: SaveProblem[] }> {
  const { projectId, candidates, isExisting } = connect
  const { id } = isExisting ? connect.saved! : await connect.keep()
  const tags = candidates.map(({ name, type, unit, address }) => ({
    ...{ name: name.trim(), type, address },
    ...(unit.trim() && { unit: unit.trim() }),
  }))
  const { problems } = await trpcClient.tags.create.mutate({ projectId, connectionId: id, tags })
  if (problems.length === 0 && !isExisting) await trpcClient.connections.resume.mutate({ projectId, id })
  await queryClient.invalidateQueries(trpc.connections.pathFilter())
  await queryClient.invalidateQueries(trpc.tags.pathFilter())
  return { id, problems }
}
