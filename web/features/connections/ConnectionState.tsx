import { Group, Stack, Text } from '@mantine/core'
import {
  IconAlertTriangle,
  IconBan,
  IconHelp,
  IconPlayerPause,
  IconPlugConnected,
  IconPlugConnectedX,
  IconRefresh,
} from '@tabler/icons-react'
import type { Icon } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { formatSpan, formatTime } from '../../lib/format.ts'
import { useLanguage } from '../../lib/use-language.ts'
import { useNow } from '../../lib/use-now.ts'
import { useReasonText } from '../../lib/use-reason-text.ts'
import type { Connection, ConnectionStateName } from './connection-facts.ts'

const looks: Record<ConnectionStateName, { icon: Icon; colour: string }> = {
  connecting: { icon: IconRefresh, colour: 'dimmed' },
  running: { icon: IconPlugConnected, colour: 'dimmed' },
  stale: { icon: IconAlertTriangle, colour: 'var(--ecoki-warning)' },
  down: { icon: IconPlugConnectedX, colour: 'var(--ecoki-fault)' },
  paused: { icon: IconPlayerPause, colour: 'dimmed' },
  refused: { icon: IconBan, colour: 'var(--ecoki-fault)' },
  unknown: { icon: IconHelp, colour: 'var(--ecoki-warning)' },
}

/** How a connection is, since when, and why: in words. */
export function ConnectionState({ connection: { state } }: { connection: Connection }) {
  const { t } = useTranslation('connections')
  const reasonText = useReasonText()
  const { icon: Shape, colour } = looks[state.state]
  return (
    <Stack gap={0}>
      <Group gap={6} wrap="nowrap" c={colour}>
        <Shape size={16} stroke={2.2} aria-hidden style={{ flex: 'none' }} />
        <Text size="sm" c="inherit" fw={colour.startsWith('var') ? 600 : 400}>
          {t(`state.${state.state}`)} <Since at={state.since} />
        </Text>
      </Group>
      {state.reason && (
        <Text size="xs" maw={380}>
          {reasonText({ code: state.reason, params: state.params })}
        </Text>
      )}
      {state.state === 'unknown' && <Text size="xs">{t('stateUnknownHint')}</Text>}
    </Stack>
  )
}

function Since({ at }: { at: string }) {
  const { t } = useTranslation('connections')
  const language = useLanguage()
  const now = useNow(5_000)
  const span = formatSpan(Math.max(0, now - Date.parse(at)), language)
  return (
    <Text span size="sm" c="dimmed" fw={400} title={formatTime(at, language)}>
      {t('since', { span })}
    </Text>
  )
}
