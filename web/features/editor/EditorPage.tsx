import './editor.css'
import { Box } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { PageLoading } from '../../components/PageLoading.tsx'
import { ProblemNote } from '../../components/ProblemNote.tsx'
import { useMay } from '../../lib/project.ts'
import { useMe } from '../../lib/session.ts'
import { OpenEditor } from './OpenEditor.tsx'
import { openPipeline } from './state/open-pipeline.ts'
import { useBlocks } from './state/use-blocks.ts'

/** A pipeline, opened: as it was left, saved or not. */
export function EditorPage() {
  const { projectId, id } = useParams({ from: '/p/$projectId/pipelines/$id' })
  const me = useMe()
  const mayEdit = useMay('engineer')
  const userId = me.data && (me.data.id ?? me.data.name)
  const { catalog, asOf, error: blocksError } = useBlocks()
  const opened = useQuery({
    queryKey: ['editor', projectId, id, userId, mayEdit],
    queryFn: () => openPipeline({ projectId, id, userId: userId ?? '' }, { catalog: catalog!, mayEdit }),
    enabled: catalog !== undefined && userId !== undefined,
    staleTime: Infinity,
    gcTime: 0,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  })
  const error = blocksError ?? opened.error
  if (error)
    return (
      <Box p="md">
        <ProblemNote error={error} />
      </Box>
    )
  if (!opened.data || !catalog || userId === undefined) return <PageLoading />
  const { key } = opened.data
  return <OpenEditor key={`${projectId} ${key.id}`} start={opened.data} catalog={catalog} asOf={asOf} />
}
