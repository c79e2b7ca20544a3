import { Button, Group, Stack, Table, Text } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Column, TableSchema } from '#pipeline/ports.ts'
import { unitLabel } from '#pipeline/unit-label.ts'
import { formatCount } from '../../lib/format.ts'
import { trpc } from '../../lib/trpc.ts'
import { useLanguage } from '../../lib/use-language.ts'
import { PageLoading } from '../PageLoading.tsx'
import { ProblemNote } from '../ProblemNote.tsx'
import { cellText, isNumeric } from './cell-text.ts'
import type { OutputPlace } from './output-place.ts'

const rowsAtOnce = 100

/** Rows, a hundred at a time. */
export function RowsPanel({ place, table }: { place: OutputPlace; table: TableSchema }) {
  const { t } = useTranslation()
  const [offset, setOffset] = useState(0)
  const page = useQuery(
    trpc.datasets.page.queryOptions(
      { ...place, offset, limit: rowsAtOnce },
      { placeholderData: keepPreviousData, staleTime: Infinity },
    ),
  )
  if (page.isPending) return <PageLoading />
  if (page.isError) return <ProblemNote error={page.error} />
  const { rows, cells, columns } = page.data
  const shown = columns.map((name) => table.columns.find((column) => column.name === name)!)
  return (
    <Stack gap={4}>
      <Pager {...{ offset, rows, setOffset }} />
      <Table.ScrollContainer
        minWidth={200}
        maxHeight={420}
        type="native"
        pb={0}
        tabIndex={0}
        role="region"
        aria-label={`${t('dataTable')}: ${place.node}.${place.port}`}
      >
        <Table {...{ fz: 'xs', striped: true, stickyHeader: true, verticalSpacing: 3, layout: 'auto' }}>
          <Head columns={shown} />
          <Table.Tbody>
            {cells.map((row, index) => (
              <Row key={page.data.offset + index} columns={shown} cells={row} zone={table.time?.zone} />
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Stack>
  )
}

function Head({ columns }: { columns: Column[] }) {
  const language = useLanguage()
  return (
    <Table.Thead>
      <Table.Tr>
        {columns.map((column) => {
          const unit = unitLabel(column)[language]
          return (
            <Table.Th key={column.name} className={isNumeric(column) ? 'numeric' : undefined}>
              {column.name}
              {unit && (
                <Text span size="xs" c="dimmed">
                  {' '}
                  {unit}
                </Text>
              )}
            </Table.Th>
          )
        })}
      </Table.Tr>
    </Table.Thead>
  )
}

type Cell = string | number | boolean | null

function Row({ columns, cells, zone }: { columns: Column[]; cells: Cell[]; zone?: string }) {
  const language = useLanguage()
  return (
    <Table.Tr>
      {cells.map((cell, index) => (
        <Table.Td
          key={columns[index].name}
          className={isNumeric(columns[index]) ? 'numeric' : 'cell'}
          title={fullText(cell)}
        >
          {cellText(cell, columns[index], { language, zone })}
        </Table.Td>
      ))}
    </Table.Tr>
  )
}

/** Every digit, where the pointer rests. */
function fullText(cell: Cell): string | undefined {
  return typeof cell === 'number' ? String(cell) : undefined
}

function Pager({
  offset,
  rows,
  setOffset,
}: {
  offset: number
  rows: number
  setOffset(offset: number): void
}) {
  const { t } = useTranslation()
  const language = useLanguage()
  const count = (value: number) => formatCount(value, language)
  const last = Math.min(rows, offset + rowsAtOnce)
  return (
    <Group gap="xs">
      <Text size="xs">
        {t('dataRowsOf', { from: count(offset + 1), to: count(last), rows: count(rows) })}
      </Text>
      <Button
        {...{ size: 'compact-xs', variant: 'default', disabled: offset === 0 }}
        onClick={() => setOffset(Math.max(0, offset - rowsAtOnce))}
      >
        {t('dataPrevious')}
      </Button>
      <Button
        {...{ size: 'compact-xs', variant: 'default', disabled: last >= rows }}
        onClick={() => setOffset(offset + rowsAtOnce)}
      >
        {t('dataNext')}
      </Button>
    </Group>
  )
}
