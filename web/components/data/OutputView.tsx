import { Button, Group, Stack, Text } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { formatBytes, formatCount } from '../../lib/format.ts'
import { useLanguage } from '../../lib/use-language.ts'
import { downloadUrl } from './output-place.ts'
import type { Format, Output, OutputPlace } from './output-place.ts'
import { StoredView } from './StoredView.tsx'
import { TableData } from './TableData.tsx'
import { ValueView } from './ValueView.tsx'

/** What came out of a port: rows, curves, numbers, a chart, a file. */
export function OutputView({ place, output }: { place: OutputPlace; output: Output }) {
  const { t } = useTranslation()
  if (!('hash' in output)) return <ValueView value={output.value} />
  const { type } = output.schema
  const isTable = type === 'table' || type === 'intervals'
  const formats: Format[] = isTable ? ['csv', 'parquet'] : ['json']
  return (
    <Stack gap="xs">
      <Group gap="xs" justify="space-between">
        <Size rows={output.rows} bytes={output.bytes} />
        <Group gap="xs">
          {formats.map((format) => (
            <Button
              {...{ key: format, component: 'a', href: downloadUrl(place, format), download: true }}
              {...{ size: 'compact-xs', variant: 'default' }}
              leftSection={<IconDownload size={14} />}
            >
              {type === 'report' ? t('dataDownload', { format: '' }).trim() : format.toUpperCase()}
            </Button>
          ))}
        </Group>
      </Group>
      {type === 'table' && <TableData place={place} table={output.schema.table} rows={output.rows ?? 0} />}
      {type === 'report' && <Text size="sm">{t('dataReport')}</Text>}
      {!isTable && type !== 'report' && <StoredView place={place} />}
    </Stack>
  )
}

function Size({ rows, bytes }: { rows: number | null; bytes: number }) {
  const { t } = useTranslation()
  const language = useLanguage()
  const parts = [
    rows === null ? undefined : t('dataRows', { rows: formatCount(rows, language) }),
    formatBytes(bytes, language),
  ]
  return (
    <Text size="xs" c="dimmed">
      {parts.filter(Boolean).join(' · ')}
    </Text>
  )
}
