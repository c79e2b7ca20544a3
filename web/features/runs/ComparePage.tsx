import { Paper, Table, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Ago } from '../../components/Ago.tsx'
import { Page } from '../../components/Page.tsx'
import { PageLoading } from '../../components/PageLoading.tsx'
import { ProblemNote } from '../../components/ProblemNote.tsx'
import { Section } from '../../components/Section.tsx'
import { StatusMark } from '../../components/StatusMark.tsx'
import { formatCount, formatNumber, formatSpan } from '../../lib/format.ts'
import { useProjectId } from '../../lib/project.ts'
import { trpc } from '../../lib/trpc.ts'
import { useLanguage } from '../../lib/use-language.ts'
import { ChangeList, hasChanges } from './ChangeList.tsx'
import type { Comparison } from './ChangeList.tsx'
import { BesideHead } from './BesideHead.tsx'
import { ProfilesBeside } from './ProfilesBeside.tsx'
import type { RunItem } from './run-facts.ts'

/** Two runs side by side. */
export function ComparePage() {
  const { t } = useTranslation(['runs', 'frame'])
  const projectId = useProjectId()
  const { left, right } = useSearch({ from: '/p/$projectId/compare' })
  const answer = useQuery(trpc.runs.compare.queryOptions({ projectId, before: left, after: right }))
  return (
    <Page title={t('compareTitle')}>
      {answer.isPending && <PageLoading />}
      {answer.isError && <ProblemNote error={answer.error} />}
      {answer.data && <ComparisonView comparison={answer.data} />}
    </Page>
  )
}

function ComparisonView({ comparison }: { comparison: Comparison }) {
  const { t } = useTranslation(['runs', 'frame'])
  return (
    <>
      <div className="halves">
        <SideCard title={t('earlier')} run={comparison.before} />
        <SideCard title={t('later')} run={comparison.after} />
      </div>
      <Section title={t('difference')}>
        <Paper withBorder p="sm">
          {hasChanges(comparison) ? (
            <ChangeList comparison={comparison} />
          ) : (
            <Text size="sm">{t('nothing')}</Text>
          )}
        </Paper>
      </Section>
      {comparison.metrics.length > 0 && <Metrics metrics={comparison.metrics} />}
      <StepsBeside steps={comparison.steps} />
      <ProfilesBeside before={comparison.before.run} after={comparison.after.run} />
    </>
  )
}

function SideCard({ title, run }: { title: string; run: RunItem }) {
  const { t } = useTranslation(['runs', 'frame'])
  const language = useLanguage()
  const projectId = useProjectId()
  return (
    <Paper withBorder p="sm" component="section" aria-label={title}>
      <Text size="xs" c="dimmed">
        {title}
      </Text>
      <Link className="row-link" to="/p/$projectId/runs/$run" params={{ projectId, run: run.run }}>
        {run.pipeline.name}
      </Link>
      <Text size="sm" component="div">
        <StatusMark kind="run" status={run.status} /> · <Ago at={run.createdAt} /> ·{' '}
        {formatSpan(run.durationMs, language)} ·{' '}
        {t('frame:dataRows', { rows: formatCount(run.rows, language) })}
      </Text>
      {run.failed && (
        <Text size="sm">
          <b>{run.failed.node}</b> {run.failed.text}
        </Text>
      )}
    </Paper>
  )
}

function Metrics({ metrics }: { metrics: Comparison['metrics'] }) {
  const { t } = useTranslation(['runs', 'frame'])
  const language = useLanguage()
  return (
    <Section title={t('metrics')}>
      <Paper withBorder style={{ overflow: 'auto' }}>
        <Table aria-label={t('metrics')}>
          <BesideHead what={t('what')} />
          <Table.Tbody>
            {metrics.map(({ node, port, name, before, after }) => (
              <Table.Tr key={`${node}.${port}.${name}`}>
                <Table.Td>
                  {node}
                  {name && <b> {name}</b>}
                </Table.Td>
                <Table.Td className="numeric">{formatNumber(before, language)}</Table.Td>
                <Table.Td className="numeric">{formatNumber(after, language)}</Table.Td>
                <Table.Td className="numeric">
                  {differenceText(before, after, { language, same: t('same') })}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Paper>
    </Section>
  )
}

interface DifferenceWords {
  language: 'de' | 'en'
  same: string
}

function differenceText(
  before: number | null,
  after: number | null,
  { language, same }: DifferenceWords,
): string {
  if (before === null || after === null) return '–'
  if (before === after) return same
  const sign = after > before ? '+' : '−'
  return `${sign}${formatNumber(Math.abs(after - before), language)}`
}

function StepsBeside({ steps }: { steps: Comparison['steps'] }) {
  const { t } = useTranslation(['runs', 'frame'])
  return (
    <Section title={t('steps')}>
      <Paper withBorder style={{ overflow: 'auto' }}>
        <Table aria-label={t('steps')}>
          <BesideHead what={t('steps')} />
          <Table.Tbody>
            {steps.map(({ node, before, after, sameOutputs }) => (
              <Table.Tr key={node}>
                <Table.Td>{node}</Table.Td>
                <Table.Td className="numeric">
                  <StepFacts facts={before} />
                </Table.Td>
                <Table.Td className="numeric">
                  <StepFacts facts={after} />
                </Table.Td>
                <Table.Td className="numeric">
                  {sameOutputs === null ? '–' : t(sameOutputs ? 'sameOutputs.true' : 'sameOutputs.false')}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Paper>
    </Section>
  )
}

function StepFacts({ facts }: { facts: Comparison['steps'][number]['after'] }) {
  const { t } = useTranslation(['runs', 'frame'])
  const language = useLanguage()
  if (!facts) return '–'
  const { status, rows, durationMs } = facts
  return (
    <>
      <StatusMark kind="step" status={status} />{' '}
      <Text span size="sm" c="dimmed">
        {rows !== null && `${t('frame:dataRows', { rows: formatCount(rows, language) })} · `}
        {formatSpan(durationMs, language)}
      </Text>
    </>
  )
}
