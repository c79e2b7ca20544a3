import { Anchor, Button, Group, Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { IconPlayerStop, IconX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { isFinal } from '#pipeline/run-words.ts'
import { notifyProblem } from '../../../components/notify.ts'
import { ProblemNote } from '../../../components/ProblemNote.tsx'
import { StatusMark } from '../../../components/StatusMark.tsx'
import { formatSpan } from '../../../lib/format.ts'
import { trpcClient } from '../../../lib/trpc.ts'
import { useLanguage } from '../../../lib/use-language.ts'
import { useEditor } from '../state/EditorContext.tsx'
import { useShownRun } from './shown-run.ts'

/** Above the canvas while a run is shown: its state, and the ways out. */
export function RunStrip() {
  const { t } = useTranslation('editor')
  const language = useLanguage()
  const { projectId } = useEditor()
  const navigate = useNavigate()
  const run = useShownRun((state) => state.run)
  const error = useShownRun((state) => state.error)
  const cancel = useMutation({
    mutationFn: (id: string) => trpcClient.runs.cancel.mutate({ projectId, run: id }),
    onError: notifyProblem,
  })
  if (error && !run) return <ProblemNote error={error} />
  if (!run) return null
  const isOver = isFinal('run', run.status)
  return (
    <Group className="ecoki-run-strip" gap="md" role="region" aria-label={t('run.shown')}>
      <StatusMark kind="run" status={run.status} />
      <Text size="sm">{t('run.steps', { done: run.steps.settled, count: run.steps.total })}</Text>
      {run.durationMs !== null && <Text size="sm">{formatSpan(run.durationMs, language)}</Text>}
      {run.waitsFor && <Text size="sm">{t(`run.waits.${run.waitsFor}`)}</Text>}
      {run.error && (
        <Text size="sm" c="var(--ecoki-alarm)">
          {run.error.text}
        </Text>
      )}
      <Anchor size="sm" component={Link} to={`/p/${projectId}/runs/${run.run}`}>
        {t('run.open')}
      </Anchor>
      <Group gap="xs" ml="auto">
        {!isOver && (
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<IconPlayerStop size={14} aria-hidden />}
            loading={cancel.isPending || run.isCancelWanted}
            onClick={() => cancel.mutate(run.run)}
          >
            {t('run.cancel')}
          </Button>
        )}
        <Button
          size="compact-sm"
          variant="subtle"
          leftSection={<IconX size={14} aria-hidden />}
          onClick={() => void navigate({ to: '.', search: {}, replace: true })}
        >
          {t('run.leave')}
        </Button>
      </Group>
    </Group>
  )
}
