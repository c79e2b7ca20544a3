import { Group, Paper, Stack, Text } from '@mantine/core'
import { IconAlertTriangle, IconInfoCircle, IconX } from '@tabler/icons-react'
import type { ReactNode } from 'react'

export type Tone = 'fault' | 'warning' | 'plain'

export interface NoteProps {
  tone: Tone
  title?: ReactNode
  children?: ReactNode
  /** 'alert' where it comes as an answer to what somebody just did. */
  role?: 'alert' | 'status'
}

const icons = { fault: IconX, warning: IconAlertTriangle, plain: IconInfoCircle }

/** Something to know. Colour is for what is not as it should be, and never alone: a shape says the same. */
export function Note({ tone, title, children, role }: NoteProps) {
  const Icon = icons[tone]
  return (
    <Paper withBorder p="sm" className={`note note-${tone}`} role={role}>
      <Group gap="sm" align="flex-start" wrap="nowrap">
        <Icon size={18} stroke={2.4} className="note-icon" aria-hidden />
        <Stack gap={4} flex={1} miw={0}>
          {title && (
            <Text size="sm" fw={600} component="div">
              {title}
            </Text>
          )}
          {children}
        </Stack>
      </Group>
    </Paper>
  )
}
