import { Button, Group, Table, Text } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Column } from '#pipeline/ports.ts'
import { unitLabel } from '#pipeline/unit-label.ts'
import { PageLoading } from '../../../components/PageLoading.tsx'
import { ProblemNote } from '../../../components/ProblemNote.tsx'
import { formatCount, formatNumber } from '../../../lib/format.ts'
import { trpc } from '../../../lib/trpc.ts'
import { useLanguage } from '../../../lib/use-language.ts'
import type { OutputPlace } from './output-place.ts'

const pageRows = 100

/** The rows of an output, a page at a time. */
export function OutputTable({ at }: { at: OutputPlace }) {
  const { t } = useTranslation('editor')
  const language = useLanguage()
  const [offset, setOffset] = useState(0)
  const page = useQuery({
    ...trpc.datasets.page.queryOptions({ ...at, offset, limit: pageRows }, { staleTime: Infinity }),
    placeholderData: keepPreviousData,
  })
  if (page.error) return <ProblemNote error={page.error} />
  if (!page.data) return <PageLoading />
  const { rows, cells, columns, schema } = page.data
  const shown = columns.map((name) => schema.columns.find((column) => column.name === name))
  return (
    <>
      <Table fz="xs" stickyHeader verticalSpacing={2} horizontalSpacing="xs" aria-label={t('data.tab.table')}>
        <Table.Thead>
          <Table.Tr>
            {columns.map((name, index) => (
              <Table.Th key={name} ta={isNumeric(shown[index]) ? 'right' : undefined}>
                {name}{' '}
                <span className="ecoki-muted">{shown[index] && unitLabel(shown[index])[language]}</span>
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {cells.map((row, index) => (
            <Table.Tr key={offset + index}>
              {row.map((cell, column) => (
                <Table.Td key={column} ta={isNumeric(shown[column]) ? 'right' : undefined}>
                  {typeof cell === 'number'
                    ? formatNumber(cell, language)
                    : cell === null
                      ? '–'
                      : String(cell)}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <Group gap="xs" p="xs">
        <Button
          size="compact-xs"
          variant="default"
          disabled={offset === 0}
          onClick={() => setOffset(Math.max(0, offset - pageRows))}
        >
          {t('data.before')}
        </Button>
        <Button
          size="compact-xs"
          variant="default"
          disabled={offset + pageRows >= rows}
          onClick={() => setOffset(offset + pageRows)}
        >
          {t('data.after')}
        </Button>
        <Text size="xs" c="dimmed" role="status">
          {t('data.rows', {
            from: formatCount(Math.min(offset + 1, rows), language),
            to: formatCount(Math.min(offset + pageRows, rows), language),
            rows: formatCount(rows, language),
          })}
        </Text>
      </Group>
    </>
  )
}

function isNumeric(column: Column | undefined): boolean {
  return column?.type === 'number' || column?.type === 'integer'
}
