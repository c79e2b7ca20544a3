import { ActionIcon, Button, Group, Text, Tooltip } from '@mantine/core'
import {
  IconChevronLeft,
  IconChevronRight,
  IconPlayerPlay,
  IconZoomIn,
  IconZoomOut,
} from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { formatTime } from '../../lib/format.ts'
import { useLanguage } from '../../lib/use-language.ts'
import type { Window } from './trend-curves.ts'
import type { ShownTime } from './use-trend-data.ts'

const spans = [900_000, 3_600_000, 28_800_000, 86_400_000, 604_800_000, 2_592_000_000] as const

export interface TimeBarProps {
  shown: ShownTime
  onLive(ms: number): void
  onWindow(window: Window): void
}

/** Which time is shown: live, or a while ago. */
export function TimeBar({ shown, onLive, onWindow }: TimeBarProps) {
  const { t } = useTranslation('trends')
  const language = useLanguage()
  const { fromUs, toUs, isLive } = shown
  const span = toUs - fromUs
  const ms = Math.round(span / 1_000)
  const moves = [
    { label: t('back'), icon: <IconChevronLeft size={18} />, from: -0.5, to: -0.5 },
    { label: t('zoomIn'), icon: <IconZoomIn size={18} />, from: 0.25, to: -0.25 },
    { label: t('zoomOut'), icon: <IconZoomOut size={18} />, from: -0.5, to: 0.5 },
    { label: t('forth'), icon: <IconChevronRight size={18} />, from: 0.5, to: 0.5 },
  ]
  return (
    <Group gap="xs" role="group" aria-label={t('range')}>
      <Button
        {...{ size: 'compact-sm', variant: isLive ? 'filled' : 'default', 'aria-pressed': isLive }}
        leftSection={<IconPlayerPlay size={14} />}
        onClick={() => onLive(ms)}
      >
        {t('live')}
      </Button>
      {spans.map((one) => (
        <Button
          key={one}
          {...{ size: 'compact-sm', variant: isLive && ms === one ? 'light' : 'default' }}
          aria-pressed={isLive && ms === one}
          onClick={() => onLive(one)}
        >
          {t(`span.${one}`)}
        </Button>
      ))}
      {moves.map(({ label, icon, from, to }) => (
        <Tooltip key={label} label={label}>
          <ActionIcon
            {...{ variant: 'subtle', color: 'gray', 'aria-label': label }}
            onClick={() => onWindow({ fromUs: fromUs + from * span, toUs: toUs + to * span })}
          >
            {icon}
          </ActionIcon>
        </Tooltip>
      ))}
      {!isLive && (
        <Text size="sm" c="dimmed">
          {textOf(fromUs, language)} – {textOf(toUs, language)}
        </Text>
      )}
    </Group>
  )
}

function textOf(us: number, language: 'de' | 'en'): string {
  return formatTime(new Date(us / 1_000).toISOString(), language)
}
