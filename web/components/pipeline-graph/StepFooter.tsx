import { useTranslation } from 'react-i18next'
import type { Language } from '#pipeline/render-text.ts'
import {
  IconAlertTriangle,
  IconCheck,
  IconCircleDashed,
  IconCircleX,
  IconClock,
  IconPlayerPlay,
  IconRecycle,
  IconRefresh,
} from '@tabler/icons-react'
import type { StepStatus } from '#pipeline/run-words.ts'
import { formatCount, formatSpan } from '../../lib/format.ts'
import type { StepShown } from './step-words.ts'

const marks: Record<StepStatus, typeof IconCheck> = {
  waiting: IconClock,
  running: IconPlayerPlay,
  retrying: IconRefresh,
  done: IconCheck,
  reused: IconRecycle,
  failed: IconAlertTriangle,
  skipped: IconCircleDashed,
  cancelled: IconCircleX,
}

/** The state of a step in one line: word, rows, time. */
export function StepFooter({ step }: { step: StepShown }) {
  const { t, i18n } = useTranslation('graph')
  const language: Language = i18n.language === 'de' ? 'de' : 'en'
  // Between a lost attempt and the next one nobody is there to say so: the further attempt itself does.
  const status = step.status === 'running' && step.attempts > 1 ? 'retrying' : step.status
  const Mark = marks[status]
  const parts = [
    t(`step.${status}`, { count: step.attempts }),
    step.progress && step.status === 'running' ? progressOf(step.progress) : '',
    step.rows === null ? '' : t('rows', { shown: formatCount(step.rows, language) }),
    step.durationMs === null ? '' : formatSpan(step.durationMs, language),
  ]
  return (
    <span className="ecoki-step" data-status={status} title={step.error?.text}>
      <Mark size={13} stroke={1.8} aria-hidden />
      <span>{parts.filter(Boolean).join(' · ')}</span>
    </span>
  )
}

function progressOf({ done, total }: { done: number; total?: number }): string {
  return total === undefined || total === 0 ? '' : `${Math.floor((100 * done) / total)} %`
}
