import { Code, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { describeProblem } from '../lib/problem.ts'
import { Note } from './Note.tsx'

/** What went wrong, in words, with what can be done. */
export function ProblemNote({ error }: { error: unknown }) {
  const { t } = useTranslation()
  const { text, remedy, requestId } = describeProblem(error)
  return (
    <Note tone="fault" title={text} role="alert">
      {remedy && <Text size="sm">{remedy}</Text>}
      {requestId && (
        <Text size="xs" c="dimmed">
          {t('requestId')} <Code>{requestId}</Code>
        </Text>
      )}
    </Note>
  )
}
