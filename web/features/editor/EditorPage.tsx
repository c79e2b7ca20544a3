import { Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { PageLoading } from '../../components/PageLoading.tsx'
import { ProblemNote } from '../../components/ProblemNote.tsx'
import { trpc } from '../../lib/trpc.ts'

/** A pipeline, opened. */
export function EditorPage() {
  const { projectId, id } = useParams({ from: '/p/$projectId/pipelines/$id' })
  const pipeline = useQuery(trpc.pipelines.get.queryOptions({ projectId, id }))
  if (pipeline.isPending) return <PageLoading />
  if (pipeline.isError) return <ProblemNote error={pipeline.error} />
  const { document, revision } = pipeline.data
  return (
    <Stack p="md" gap="xs">
      <Title order={1}>{document.name}</Title>
      <Text c="dimmed">{revision}</Text>
    </Stack>
  )
}
