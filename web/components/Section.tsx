import { Group, Stack, Text, Title } from '@mantine/core'
import { useId } from 'react'
import type { ReactNode } from 'react'

export interface SectionProps {
  title: string
  hint?: string
  action?: ReactNode
  children: ReactNode
}

/** A part of a page, with its own heading. */
export function Section({ title, hint, action, children }: SectionProps) {
  const id = useId()
  return (
    <Stack gap="xs" component="section" aria-labelledby={id} miw={0}>
      <Group justify="space-between" gap="xs">
        <Stack gap={0}>
          <Title order={2} id={id}>
            {title}
          </Title>
          {hint && (
            <Text size="sm" c="dimmed">
              {hint}
            </Text>
          )}
        </Stack>
        {action}
      </Group>
      {children}
    </Stack>
  )
}
