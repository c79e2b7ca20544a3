/** What the blocks would say to a wire before it is drawn: asked of the gateway once per output. */
import { useQuery } from '@tanstack/react-query'
import type { Issue } from '#pipeline/issue.ts'
import type { End } from '#pipeline/edit.ts'
import { trpc } from '../../../lib/trpc.ts'
import { useEditor } from '../state/EditorContext.tsx'

const nothing: ReadonlyMap<string, readonly Issue[]> = new Map()

/** By input (node and port as JSON): problems that a wire from this output would bring. */
export function useWireFindings(from: End | undefined): ReadonlyMap<string, readonly Issue[]> {
  const { projectId, store } = useEditor()
  const document = store.getState().document
  const answer = useQuery({
    ...trpc.pipelines.judgeWires.queryOptions({
      projectId,
      document,
      from: from ?? { node: '-', port: '-' },
    }),
    enabled: from !== undefined,
    staleTime: Infinity,
    gcTime: 10_000,
    select: (wires) =>
      new Map(wires.map(({ node, port, issues }) => [JSON.stringify({ node, port }), issues] as const)),
  })
  return (from && answer.data) ?? nothing
}
