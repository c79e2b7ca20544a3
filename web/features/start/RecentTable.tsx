import { Group, Paper, Table, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { Ago } from '../../components/Ago.tsx'
import { Section } from '../../components/Section.tsx'

export interface RecentItem {
  id: string
  link: ReactNode
  /** Beside it. */
  fact: ReactNode
  at: string
}

export interface RecentTableProps {
  title: string
  /** Leads to all of them. */
  all: ReactNode
  /** Said where there are none. */
  none: string
  /** Absent: not known yet. */
  items?: RecentItem[]
}

/** A few things of late, one line each. */
export function RecentTable({ title, all, none, items }: RecentTableProps) {
  return (
    <Section title={title} action={all}>
      <Paper withBorder p="xs" mih={120}>
        {items?.length === 0 && (
          <Text size="sm" c="dimmed" p="xs">
            {none}
          </Text>
        )}
        <Table aria-label={title}>
          <Table.Tbody>
            {items?.map(({ id, link, fact, at }) => (
              <Table.Tr key={id}>
                <Table.Td>{link}</Table.Td>
                <Table.Td>{fact}</Table.Td>
                <Table.Td>
                  <Group justify="flex-end">
                    <Ago at={at} />
                  </Group>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Paper>
    </Section>
  )
}
