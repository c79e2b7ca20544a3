import { Box, Group, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { PipelineDocument, PipelineNode } from '#pipeline/document.ts'
import { diffDocuments } from '#pipeline/document-diff.ts'
import { PageLoading } from '../../../components/PageLoading.tsx'
import { ProblemNote } from '../../../components/ProblemNote.tsx'
import type { CardTone } from '../../../components/pipeline-graph/BlockCard.tsx'
import { PipelineGraph } from '../../../components/pipeline-graph/PipelineGraph.tsx'
import { trpc } from '../../../lib/trpc.ts'
import { specOf } from '../state/catalog.ts'
import { useEditor, useEditorState } from '../state/EditorContext.tsx'
import { documentOf } from '../state/wire-types.ts'
import { DiffList } from './DiffList.tsx'

/** An old version beside what is drawn now: both as drawings with what differs marked, and in words. */
export function VersionDiff({ id, revision }: { id: string; revision: number }) {
  const { t } = useTranslation('editor')
  const { projectId } = useEditor()
  const now = useEditorState((state) => state.document)
  const old = useQuery(trpc.pipelines.get.queryOptions({ projectId, id, revision }, { staleTime: Infinity }))
  const before = useMemo(() => old.data && documentOf(old.data.document), [old.data])
  const diff = useMemo(() => before && diffDocuments(before, now), [before, now])
  if (old.error) return <ProblemNote error={old.error} />
  if (!before || !diff) return <PageLoading />
  const changed = new Map<string, CardTone>(diff.nodes.changed.map(({ node }) => [node, 'warning']))
  const removed = new Map<string, CardTone>(diff.nodes.removed.map((node) => [node.id, 'error']))
  const added = new Map<string, CardTone>(diff.nodes.added.map((node) => [node.id, 'active']))
  return (
    <>
      <Group grow align="stretch" mb="md">
        <Side
          title={t('versions.one', { revision })}
          document={before}
          tones={new Map([...changed, ...removed])}
        />
        <Side title={t('versions.now')} document={now} tones={new Map([...changed, ...added])} />
      </Group>
      <DiffList diff={diff} />
    </>
  )
}

interface SideProps {
  title: string
  document: PipelineDocument
  tones: ReadonlyMap<string, CardTone>
}

function Side({ title, document, tones }: SideProps) {
  const { catalog } = useEditor()
  const find = useMemo(() => (node: PipelineNode) => specOf(catalog, node), [catalog])
  return (
    <section aria-label={title}>
      <Text size="sm" fw={600} mb={4}>
        {title}
      </Text>
      <Box h={360} className="ecoki-framed">
        <PipelineGraph document={document} specOf={find} tones={tones} />
      </Box>
    </section>
  )
}
