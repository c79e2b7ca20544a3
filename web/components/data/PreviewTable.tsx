import { Table, Text } from '@mantine/core'
import type { TableSchema } from '#pipeline/ports.ts'
import { unitLabel } from '#pipeline/unit-label.ts'
import { useLanguage } from '../../lib/use-language.ts'
import { cellText, isNumeric } from './cell-text.ts'

export interface PreviewTableProps {
  label: string
  page: { schema: TableSchema; columns: string[]; cells: (string | number | boolean | null)[][] }
}

/** The first rows of a file as they would be read. */
export function PreviewTable({ label, page: { schema, columns, cells } }: PreviewTableProps) {
  const language = useLanguage()
  const shown = columns.map((name) => schema.columns.find((column) => column.name === name)!)
  const style = { language, zone: schema.time?.zone }
  return (
    <Table.ScrollContainer
      minWidth={200}
      maxHeight={260}
      {...{ type: 'native', pb: 0, tabIndex: 0, role: 'region', 'aria-label': label }}
    >
      <Table {...{ fz: 'xs', stickyHeader: true, verticalSpacing: 2, layout: 'auto', 'aria-label': label }}>
        <Table.Thead>
          <Table.Tr>
            {shown.map((column) => (
              <Table.Th key={column.name} className={isNumeric(column) ? 'numeric' : undefined}>
                {column.name}{' '}
                <Text span size="xs" c="dimmed">
                  {unitLabel(column)[language]}
                </Text>
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {cells.map((row, index) => (
            <Table.Tr key={index}>
              {row.map((cell, at) => (
                <Table.Td key={at} className={isNumeric(shown[at]) ? 'numeric' : 'cell'}>
                  {cellText(cell, shown[at], style)}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}
