import { Paper, Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'

/** Where a list has nothing to show: what it would hold, and how it gets there. */
export function EmptyNote({ text, hint, action }: { text: string; hint?: string; action?: ReactNode }) {
  return (
    <Paper withBorder p="xl">
      <Stack gap="xs" align="center" ta="center">
        <Text fw={600}>{text}</Text>
        {hint && (
          <Text size="sm" c="dimmed" maw={520}>
            {hint}
          </Text>
        )}
        {action}
      </Stack>
    </Paper>
  )
}
