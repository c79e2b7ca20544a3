import './runs.css'
import { Group, SegmentedControl, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Ago } from '../../components/Ago.tsx'
import { Note } from '../../components/Note.tsx'
import { Page } from '../../components/Page.tsx'
import { PageLoading } from '../../components/PageLoading.tsx'
import { ProblemNote } from '../../components/ProblemNote.tsx'
import { StatusMark } from '../../components/StatusMark.tsx'
import { formatCount, formatSpan } from '../../lib/format.ts'
import { useWatchedRun } from '../../lib/live.ts'
import { useProjectId } from '../../lib/project.ts'
import { trpc } from '../../lib/trpc.ts'
import { useLanguage } from '../../lib/use-language.ts'
import { FailureNote } from './FailureNote.tsx'
import { RunActions } from './RunActions.tsx'
import { firstToSee, isOpen } from './run-facts.ts'
import type { RunDetail, Step } from './run-facts.ts'
import { RunGraph } from './RunGraph.tsx'
import { SinceGood } from './SinceGood.tsx'
import { StepPanel } from './StepPanel.tsx'
import { StepTable } from './StepTable.tsx'
import { Timeline } from './Timeline.tsx'

/** One run: what it did, step by step; opens at what failed. */
export function RunPage() {
  const projectId = useProjectId()
  const { run } = useParams({ from: '/p/$projectId/runs/$run' })
  const detail = useQuery(trpc.runs.get.queryOptions({ projectId, run }))
  const steps = useQuery(trpc.runs.steps.queryOptions({ projectId, run }))
  useWatchedRun(detail.data && isOpen(detail.data) ? run : undefined)
  const error = detail.error ?? steps.error
  if (error) return <ProblemNote error={error} />
  if (!detail.data || !steps.data) return <PageLoading />
  return <RunView key={run} run={detail.data} steps={steps.data} />
}

function RunView({ run, steps }: { run: RunDetail; steps: Step[] }) {
  const { t } = useTranslation(['runs', 'frame'])
  const { node: chosen, view } = useSearch({ from: '/p/$projectId/runs/$run' })
  const node = chosen ?? firstToSee(steps)
  const step = steps.find((one) => one.node === node)
  return (
    <Page
      title={run.pipeline.name}
      mark={<StatusMark kind="run" status={run.status} />}
      subtitle={<RunFacts run={run} />}
      actions={<RunActions run={run} failed={steps.find(({ status }) => status === 'failed')?.node} />}
    >
      <RunNotes run={run} isSaidByStep={steps.some(({ status }) => status === 'failed')} />
      <div className={view === 'graph' ? 'run-stack' : 'run-layout'}>
        <Steps run={run} steps={steps} node={node} />
        {step ? (
          <StepPanel key={step.node} run={run.run} step={step} />
        ) : (
          <Text c="dimmed" size="sm" pt="md">
            {t('chooseStep')}
          </Text>
        )}
      </div>
    </Page>
  )
}

function RunFacts({ run }: { run: RunDetail }) {
  const { t } = useTranslation(['runs', 'frame'])
  const language = useLanguage()
  const projectId = useProjectId()
  const { pipeline, part, parentRun, startedBy, steps } = run
  return (
    <Group gap="md" style={{ rowGap: 0 }}>
      <span>
        {pipeline.revision === null ? t('unsaved') : t('revision', { revision: pipeline.revision })}
      </span>
      {part && <span>{t(`part.${part.kind}`, { node: part.node })}</span>}
      {startedBy && <span>{startedBy.name}</span>}
      <Ago at={run.createdAt} />
      {run.durationMs !== null && <span>{formatSpan(run.durationMs, language)}</span>}
      <span>{t('frame:dataRows', { rows: formatCount(run.rows, language) })}</span>
      <span>{t('stepsOf', { ...steps })}</span>
      {parentRun && (
        <span>
          {t('parent')}{' '}
          <Link to="/p/$projectId/runs/$run" params={{ projectId, run: parentRun }}>
            {t('parentRun')}
          </Link>
        </span>
      )}
    </Group>
  )
}

interface NotesProps {
  run: RunDetail
  /** The step that failed says why by itself. */
  isSaidByStep: boolean
}

function RunNotes({
  run: { run, status, waitsFor, isCancelWanted, error, issues },
  isSaidByStep,
}: NotesProps) {
  const { t } = useTranslation(['runs', 'frame'])
  return (
    <>
      {waitsFor && <Note tone="warning" title={t(`waitsFor.${waitsFor}`)} />}
      {isCancelWanted && status !== 'cancelled' && <Note tone="plain" title={t('cancelWanted')} />}
      {error && !isSaidByStep && <FailureNote title={t('runError')} error={error} />}
      {status === 'failed' && <SinceGood run={run} />}
      {issues.length > 0 && (
        <details>
          <Text component="summary" size="sm">
            {t('warnings')} ({issues.length})
          </Text>
          <Stack gap={2} pt={4}>
            {issues.map(({ node, message }, index) => (
              <Text key={index} size="sm">
                {node && <b>{node}: </b>}
                {message}
              </Text>
            ))}
          </Stack>
        </details>
      )}
    </>
  )
}

const views = ['list', 'timeline', 'graph'] as const

function Steps({ run, steps, node }: { run: RunDetail; steps: Step[]; node?: string }) {
  const { t } = useTranslation(['runs', 'frame'])
  const search = useSearch({ from: '/p/$projectId/runs/$run' })
  const navigate = useNavigate({ from: '/p/$projectId/runs/$run' })
  const view = search.view ?? 'list'
  const set = (change: typeof search) => void navigate({ search: { ...search, ...change }, replace: true })
  const onSelect = (selected?: string) => set({ node: selected })
  return (
    <Stack gap="xs" miw={0}>
      <SegmentedControl
        {...{ size: 'xs', value: view, 'aria-label': t('viewAs'), style: { alignSelf: 'flex-start' } }}
        onChange={(value) => set({ view: value === 'list' ? undefined : value })}
        data={views.map((value) => ({ value, label: t(`views.${value}`) }))}
      />
      {view === 'list' && <StepTable {...{ steps, selected: node, onSelect }} />}
      {view === 'timeline' && <Timeline {...{ run, steps, selected: node, onSelect }} />}
      {view === 'graph' && <RunGraph {...{ run: run.run, steps, selected: node, onSelect }} />}
    </Stack>
  )
}
