import { Alert, Code, Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { describeProblem } from '../lib/problem.ts'

/** What went wrong, in words, with what can be done. */
export function ProblemNote({ error }: { error: unknown }) {
  const { t } = useTranslation()
  const { text, remedy, requestId } = describeProblem(error)
  return (
    <Alert color="red" variant="light" title={text} role="alert">
      <Stack gap={4}>
        {remedy && <Text size="sm">{remedy}</Text>}
        {requestId && (
          <Text size="xs" c="dimmed">
            {t('requestId')} <Code>{requestId}</Code>
          </Text>
        )}
      </Stack>
    </Alert>
  )
}
