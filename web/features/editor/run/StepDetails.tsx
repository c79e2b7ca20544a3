import { Alert, Group, Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { StatusMark } from '../../../components/StatusMark.tsx'
import { formatCount, formatSpan } from '../../../lib/format.ts'
import { useLanguage } from '../../../lib/use-language.ts'
import { useStep } from './shown-run.ts'

/** How a node fared in the run that is shown; why it failed, in words, and what helps. */
export function StepDetails({ node }: { node: string }) {
  const { t } = useTranslation('editor')
  const language = useLanguage()
  const step = useStep(node)
  if (!step) return null
  return (
    <Stack gap={6} component="section" aria-label={t('run.step')}>
      <Group gap="md">
        <StatusMark kind="step" status={step.status} />
        {step.attempts > 1 && <Text size="xs">{t('run.attempts', { count: step.attempts })}</Text>}
        {step.rows !== null && (
          <Text size="xs">{t('run.rows', { rows: formatCount(step.rows, language) })}</Text>
        )}
        {step.durationMs !== null && <Text size="xs">{formatSpan(step.durationMs, language)}</Text>}
      </Group>
      {step.error && (
        <Alert color="red" variant="light" p="xs" title={step.error.text}>
          <Text size="sm">{step.error.remedy}</Text>
        </Alert>
      )}
    </Stack>
  )
}
