import { Group, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { PageLoading } from '../../components/PageLoading.tsx'
import { ProblemNote } from '../../components/ProblemNote.tsx'
import { StatusMark } from '../../components/StatusMark.tsx'
import { formatSpan, formatTime } from '../../lib/format.ts'
import { useProjectId } from '../../lib/project.ts'
import { trpc } from '../../lib/trpc.ts'
import { useLanguage } from '../../lib/use-language.ts'
import { FailureNote } from './FailureNote.tsx'
import type { Attempt, Step } from './run-facts.ts'

type LogLine = Attempt['logs'][number]

/** Every attempt with its words, the last one first. */
export function Attempts({ run, step }: { run: string; step: Step }) {
  const { t } = useTranslation('runs')
  const projectId = useProjectId()
  const attempts = useQuery(trpc.runs.attempts.queryOptions({ projectId, run, node: step.node }))
  const logs = useQuery(trpc.runs.logs.queryOptions({ projectId, run, node: step.node }))
  const error = attempts.error ?? logs.error
  if (error) return <ProblemNote error={error} />
  if (!attempts.data || !logs.data) return <PageLoading />
  // A result that was taken over has words of the run it came from, but no attempt of its own.
  if (attempts.data.length === 0) return <Log lines={logs.data} />
  return (
    <Stack gap="md">
      {attempts.data.toReversed().map((attempt) => (
        <AttemptView
          key={attempt.number}
          attempt={attempt}
          isStepError={attempt.error?.text === step.error?.text}
        />
      ))}
      {attempts.data.length === 0 && <Text size="sm">{t('noLog')}</Text>}
    </Stack>
  )
}

function AttemptView({ attempt, isStepError }: { attempt: Attempt; isStepError: boolean }) {
  const { t } = useTranslation('runs')
  const language = useLanguage()
  const { number, status, startedAt, durationMs, machine, error, logs } = attempt
  return (
    <Stack gap={4} component="section" aria-label={t('attempt', { number })}>
      <Group gap="sm">
        <Title order={3}>{t('attempt', { number })}</Title>
        <StatusMark kind="attempt" status={status} />
      </Group>
      <Text size="xs" c="dimmed">
        {formatTime(startedAt, language)} · {formatSpan(durationMs, language)} · {t('machine', { machine })}
      </Text>
      {error && !isStepError && <FailureNote error={error} />}
      <Log lines={logs} />
    </Stack>
  )
}

function Log({ lines }: { lines: Pick<LogLine, 'id' | 'at' | 'level' | 'text'>[] }) {
  const { t } = useTranslation('runs')
  const language = useLanguage()
  if (lines.length === 0)
    return (
      <Text size="sm" c="dimmed">
        {t('noLog')}
      </Text>
    )
  return (
    <ol className="log" aria-label={t('log')} tabIndex={0}>
      {lines.map(({ id, at, level, text }) => (
        <li key={id}>
          <time dateTime={at} title={formatTime(at, language)}>
            {new Date(at).toLocaleTimeString(language)}
          </time>
          {level === 'warning' && <b>{t('warning')}:</b>}
          <span>{text}</span>
        </li>
      ))}
    </ol>
  )
}
