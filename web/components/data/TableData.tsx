import { SegmentedControl, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { TableSchema } from '#pipeline/ports.ts'
import type { OutputPlace } from './output-place.ts'
import { ProfilePanel } from './ProfilePanel.tsx'
import { RowsPanel } from './RowsPanel.tsx'
import { TrendPanel } from './TrendPanel.tsx'

export interface TableDataProps {
  place: OutputPlace
  table: TableSchema
  rows: number
}

/** A table of any length: its rows, its columns over time, what each column holds. */
export function TableData({ place, table, rows }: TableDataProps) {
  const { t } = useTranslation()
  const [view, setView] = useState<'rows' | 'chart' | 'profile'>('rows')
  const views = [
    { value: 'rows' as const, label: t('dataTable') },
    ...(table.time ? [{ value: 'chart' as const, label: t('dataChart') }] : []),
    { value: 'profile' as const, label: t('dataProfile') },
  ]
  if (rows === 0) return <Text size="sm">{t('dataNoRows')}</Text>
  return (
    <Stack gap="xs">
      <SegmentedControl
        {...{ size: 'xs', value: view, onChange: setView, data: views, 'aria-label': t('dataViewAs') }}
        style={{ alignSelf: 'flex-start' }}
      />
      {view === 'rows' && <RowsPanel place={place} table={table} />}
      {view === 'chart' && <TrendPanel place={place} table={table} />}
      {view === 'profile' && <ProfilePanel place={place} table={table} />}
    </Stack>
  )
}
