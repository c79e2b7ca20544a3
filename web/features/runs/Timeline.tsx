import { Box, Paper, Text, UnstyledButton } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { formatSpan } from '../../lib/format.ts'
import { useLanguage } from '../../lib/use-language.ts'
import { useNow } from '../../lib/use-now.ts'
import type { RunDetail, Step } from './run-facts.ts'
import type { StepChoice } from './StepTable.tsx'
import { barsOf, scaleOf } from './timeline-bars.ts'
import type { Bar, TimelineScale } from './timeline-bars.ts'

/** When each step began and ended. */
export function Timeline({ run, steps, selected, onSelect }: StepChoice & { run: RunDetail }) {
  const { t } = useTranslation(['runs', 'frame'])
  const now = useNow(1_000)
  const scale = scaleOf(run.createdAt, run.finishedAt, now)
  const bars = barsOf(steps, scale)
  return (
    <Paper withBorder p="xs" role="group" aria-label={t('views.timeline')}>
      <TimeMarks scale={scale} />
      {steps.map((step, index) => (
        <TimelineRow
          key={step.node}
          {...{ step, bar: bars[index], isSelected: step.node === selected }}
          onSelect={() => onSelect(step.node)}
        />
      ))}
    </Paper>
  )
}

interface RowProps {
  step: Step
  bar: Bar
  isSelected: boolean
  onSelect(): void
}

function TimelineRow({ step, bar, isSelected, onSelect }: RowProps) {
  const { t } = useTranslation(['runs', 'frame'])
  const language = useLanguage()
  const { node, status, durationMs } = step
  const span = formatSpan(durationMs, language)
  return (
    <UnstyledButton
      className={isSelected ? 'timeline-row row-selected' : 'timeline-row'}
      aria-pressed={isSelected}
      aria-label={`${node}: ${t(`frame:step.${status}`)}, ${span}`}
      onClick={onSelect}
    >
      <Text size="xs" truncate>
        {node}
      </Text>
      <Box pos="relative" h={14} aria-hidden>
        {bar.from !== null && (
          <span
            className={`timeline-bar timeline-${status}`}
            style={{ left: `${bar.from * 100}%`, width: `max(3px, ${bar.width * 100}%)` }}
            title={span}
          />
        )}
      </Box>
    </UnstyledButton>
  )
}

function TimeMarks({ scale: { fromMs, toMs, marksMs } }: { scale: TimelineScale }) {
  const language = useLanguage()
  return (
    <div className="timeline-row" aria-hidden>
      <span />
      <Box pos="relative" h={18}>
        {marksMs.map((ms) => (
          <Text
            key={ms}
            size="xs"
            c="dimmed"
            className="timeline-mark"
            style={{ left: `${(ms / (toMs - fromMs)) * 100}%` }}
          >
            {formatSpan(ms, language)}
          </Text>
        ))}
      </Box>
    </div>
  )
}
