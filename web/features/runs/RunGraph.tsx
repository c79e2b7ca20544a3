import { Paper } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useCallback, useMemo } from 'react'
import type { PipelineDocument, PipelineNode } from '#pipeline/document.ts'
import { PageLoading } from '../../components/PageLoading.tsx'
import { ProblemNote } from '../../components/ProblemNote.tsx'
import { useProjectId } from '../../lib/project.ts'
import { trpc } from '../../lib/trpc.ts'
import type { StepChoice } from './StepTable.tsx'

const PipelineGraph = lazy(async () => {
  const { PipelineGraph: component } = await import('../../components/pipeline-graph/PipelineGraph.tsx')
  return { default: component }
})

/** The pipeline as it was run, each node with what became of it. */
export function RunGraph({ run, steps, selected, onSelect }: StepChoice & { run: string }) {
  const projectId = useProjectId()
  const document = useQuery(trpc.runs.document.queryOptions({ projectId, run }, { staleTime: Infinity }))
  const catalog = useQuery(trpc.blocks.catalog.queryOptions({}, { staleTime: 300_000 }))
  const specs = useMemo(() => new Map(catalog.data?.map(({ key, spec }) => [key, spec])), [catalog.data])
  const specOf = useCallback(({ block, version }: PipelineNode) => specs.get(`${block}@${version}`), [specs])
  const shown = useMemo(() => new Map(steps.map((step) => [step.node, step])), [steps])
  const error = document.error ?? catalog.error
  if (error) return <ProblemNote error={error} />
  if (!document.data || !catalog.data) return <PageLoading />
  return (
    <Paper withBorder h={520}>
      <Suspense fallback={<PageLoading />}>
        <PipelineGraph
          {...{ document: document.data as PipelineDocument, specOf, steps: shown, selected, onSelect }}
        />
      </Suspense>
    </Paper>
  )
}
