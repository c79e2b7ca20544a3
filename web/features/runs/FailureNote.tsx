import { Text } from '@mantine/core'
import { Note } from '../../components/Note.tsx'
import type { Outputs } from '../../lib/trpc.ts'

type Failure = NonNullable<Outputs['runs']['get']['error']>

/** Why something failed, and what to do about it. */
export function FailureNote({ title, error }: { title?: string; error: Failure }) {
  return (
    <Note tone="fault" title={title}>
      <Text size="sm" fw={600} className="failure-text">
        {error.text}
      </Text>
      {error.remedy && <Text size="sm">{error.remedy}</Text>}
    </Note>
  )
}
