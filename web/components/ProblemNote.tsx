import { Code, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { describeProblem } from '../lib/problem.ts'
import { Note } from './Note.tsx'

/** What went wrong, in words, with what can be done. */
export function ProblemNote({ error }: { error: unknown }) {
  const { t } = useTranslation()
  const { code, text, remedy, requestId } = describeProblem(error)
  return (
    <Note tone="fault" title={text} role="alert">
      {remedy && <Text size="sm">{remedy}</Text>}
      {requestId && code === 'internal' && (
        <Text size="xs" c="dimmed">
          {t('requestId')} <Code>{requestId}</Code>
        </Text>
      )}
    </Note>
  )
}
