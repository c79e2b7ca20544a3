import { Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { OutputView } from '../../components/data/OutputView.tsx'
import type { Output } from '../../components/data/output-place.ts'
import { PageLoading } from '../../components/PageLoading.tsx'
import { ProblemNote } from '../../components/ProblemNote.tsx'
import { useProjectId } from '../../lib/project.ts'
import { trpc } from '../../lib/trpc.ts'

interface StepPlace {
  run: string
  node: string
}

/** What came out of a step. */
export function StepOutputs({ run, node }: StepPlace) {
  const { t } = useTranslation('runs')
  const projectId = useProjectId()
  const answer = useQuery(trpc.runs.outputs.queryOptions({ projectId, run, node }))
  if (answer.isPending) return <PageLoading />
  if (answer.isError) return <ProblemNote error={answer.error} />
  const ports = Object.entries(answer.data[node] ?? {})
  if (ports.length === 0) return <Text size="sm">{t('noOutputs')}</Text>
  return ports.map(([port, output]) => <PortData key={port} {...{ run, node, port, output, title: port }} />)
}

/** What went into it: the outputs that its wires come from. */
export function StepInputs({ run, node }: StepPlace) {
  const { t } = useTranslation('runs')
  const projectId = useProjectId()
  const document = useQuery(trpc.runs.document.queryOptions({ projectId, run }, { staleTime: Infinity }))
  const outputs = useQuery(trpc.runs.outputs.queryOptions({ projectId, run }))
  const error = document.error ?? outputs.error
  if (error) return <ProblemNote error={error} />
  if (!document.data || !outputs.data) return <PageLoading />
  const wires = (document.data.edges ?? []).filter(({ to }) => to.node === node)
  if (wires.length === 0) return <Text size="sm">{t('noInputs')}</Text>
  return wires.map(({ from, to }) => {
    const output = outputs.data[from.node]?.[from.port]
    const title = `${to.port} ← ${from.node}.${from.port}`
    return output && <PortData key={title} {...{ run, ...from, output, title }} />
  })
}

interface PortDataProps extends StepPlace {
  port: string
  output: Output
  title: string
}

function PortData({ run, node, port, output, title }: PortDataProps) {
  const projectId = useProjectId()
  return (
    <Stack gap={4} mb="md" component="section" aria-label={title}>
      <Title order={3}>{title}</Title>
      <OutputView place={{ projectId, run, node, port }} output={output} />
    </Stack>
  )
}
