import { Box, Group, Stack, Text, Title } from '@mantine/core'
import { useEffect } from 'react'
import type { ReactNode } from 'react'

export interface PageProps {
  title: string
  /** Beside the title: a state, a name. */
  mark?: ReactNode
  subtitle?: ReactNode
  actions?: ReactNode
  children: ReactNode
}

/** A page of the frame: one heading, what can be done, the content. */
export function Page({ title, mark, subtitle, actions, children }: PageProps) {
  useEffect(() => {
    document.title = `${title} – EcoKI`
  }, [title])
  return (
    <Box maw={1360} mx="auto" px="md" py="md">
      <Stack gap="md">
        <Group justify="space-between" align="flex-start" gap="sm">
          <Stack gap={2}>
            <Group gap="sm">
              <Title order={1}>{title}</Title>
              {mark}
            </Group>
            {subtitle && (
              <Text size="sm" c="dimmed" component="div">
                {subtitle}
              </Text>
            )}
          </Stack>
          <Group gap="xs">{actions}</Group>
        </Group>
        {children}
      </Stack>
    </Box>
  )
}
