import { ActionIcon, Group, Stack, Table, Text, Tooltip } from '@mantine/core'
import { IconCsv, IconPhoto, IconTable, IconZoomReset } from '@tabler/icons-react'
import { useState } from 'react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { formatNumber } from '../../lib/format.ts'
import { useLanguage } from '../../lib/use-language.ts'
import type { ChartTable, Exporting } from './use-export.ts'

export interface ChartFrameProps {
  title: string
  note?: string
  exporting: Exporting
  onReset?(): void
  children: ReactNode
}

/** Title, exports and the same as numbers, around a picture. */
export function ChartFrame({ title, note, exporting, onReset, children }: ChartFrameProps) {
  const { t } = useTranslation()
  const [isTable, setIsTable] = useState(false)
  const actions = [
    ...(onReset ? [{ label: t('chartAll'), icon: <IconZoomReset size={16} />, run: onReset }] : []),
    { label: t('chartTable'), icon: <IconTable size={16} />, run: () => setIsTable(!isTable), isOn: isTable },
    { label: t('chartPng'), icon: <IconPhoto size={16} />, run: exporting.savePng },
    { label: t('chartCsv'), icon: <IconCsv size={16} />, run: exporting.saveCsv },
  ]
  return (
    <Stack gap={4} component="figure" m={0}>
      <Group justify="space-between" wrap="nowrap" gap="xs">
        <Text component="figcaption" fw={600} size="sm">
          {title}
        </Text>
        <Group gap={2} wrap="nowrap">
          {actions.map(({ label, icon, run, isOn }) => (
            <Tooltip key={label} label={label}>
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={`${label}: ${title}`}
                aria-pressed={isOn}
                onClick={run}
              >
                {icon}
              </ActionIcon>
            </Tooltip>
          ))}
        </Group>
      </Group>
      {children}
      {isTable && <NumbersTable {...exporting.table()} />}
      {note && (
        <Text size="xs" c="dimmed">
          {note}
        </Text>
      )}
    </Stack>
  )
}

const shownRows = 200

function NumbersTable({ header, rows }: ChartTable) {
  const { t } = useTranslation()
  const language = useLanguage()
  return (
    <Table.ScrollContainer
      minWidth={300}
      maxHeight={320}
      type="native"
      pb={0}
      tabIndex={0}
      role="region"
      aria-label={t('chartTable')}
    >
      <Table striped stickyHeader fz="xs">
        <Table.Thead>
          <Table.Tr>
            {header.map((name, index) => (
              <Table.Th key={index}>{name}</Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.slice(0, shownRows).map((row, index) => (
            <Table.Tr key={index}>
              {row.map((cell, column) => (
                <Table.Td key={column}>
                  {typeof cell === 'number' ? formatNumber(cell, language) : String(cell ?? '–')}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {rows.length > shownRows && (
        <Text size="xs">{t('chartMoreRows', { count: rows.length - shownRows })}</Text>
      )}
    </Table.ScrollContainer>
  )
}
