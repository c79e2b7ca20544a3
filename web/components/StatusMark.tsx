import { Group, Text } from '@mantine/core'
import {
  IconAlertTriangle,
  IconBan,
  IconCheck,
  IconClock,
  IconHistory,
  IconPlayerPlay,
  IconPlayerSkipForward,
  IconRefresh,
  IconX,
} from '@tabler/icons-react'
import type { Icon } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { AttemptStatus, RunStatus, StepStatus } from '#pipeline/run-words.ts'

export type StatusKind = 'run' | 'step' | 'attempt'

/** Grey as long as all is well; a shape for each state, so that colour is never the only sign. */
const looks: Record<RunStatus | StepStatus | AttemptStatus, { icon: Icon; colour: string }> = {
  queued: { icon: IconClock, colour: 'dimmed' },
  waiting: { icon: IconClock, colour: 'dimmed' },
  stalled: { icon: IconAlertTriangle, colour: 'var(--ecoki-warning)' },
  running: { icon: IconPlayerPlay, colour: 'var(--mantine-color-text)' },
  retrying: { icon: IconRefresh, colour: 'var(--ecoki-warning)' },
  done: { icon: IconCheck, colour: 'dimmed' },
  reused: { icon: IconHistory, colour: 'dimmed' },
  failed: { icon: IconX, colour: 'var(--ecoki-fault)' },
  lost: { icon: IconX, colour: 'var(--ecoki-fault)' },
  skipped: { icon: IconPlayerSkipForward, colour: 'dimmed' },
  cancelled: { icon: IconBan, colour: 'dimmed' },
}

export interface StatusMarkProps {
  kind: StatusKind
  status: RunStatus | StepStatus | AttemptStatus
}

/** A state as a shape and a word. */
export function StatusMark({ kind, status }: StatusMarkProps) {
  const { t } = useTranslation()
  const { icon: Shape, colour } = looks[status]
  const isAbnormal = colour.startsWith('var(--ecoki')
  return (
    <Group gap={6} wrap="nowrap" display="inline-flex" c={colour} style={{ verticalAlign: 'bottom' }}>
      <Shape size={16} stroke={2.2} aria-hidden />
      <Text span size="sm" c="inherit" fw={isAbnormal ? 600 : 400} style={{ whiteSpace: 'nowrap' }}>
        {t(`${kind}.${status}` as 'run.done')}
      </Text>
    </Group>
  )
}
