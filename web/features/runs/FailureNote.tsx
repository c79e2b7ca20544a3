import { Alert, Text } from '@mantine/core'
import type { Outputs } from '../../lib/trpc.ts'

type Failure = NonNullable<Outputs['runs']['get']['error']>

/** Why something failed, and what to do about it. */
export function FailureNote({ title, error }: { title?: string; error: Failure }) {
  return (
    <Alert color="red" variant="light" title={title}>
      <Text size="sm" fw={600} style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
        {error.text}
      </Text>
      {error.remedy && <Text size="sm">{error.remedy}</Text>}
    </Alert>
  )
}
