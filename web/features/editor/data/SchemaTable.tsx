import { Table, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Column } from '#pipeline/ports.ts'
import { renderText } from '#pipeline/render-text.ts'
import { unitLabel } from '#pipeline/unit-label.ts'
import { useLanguage } from '../../../lib/use-language.ts'
import { choiceLabel } from '../inspector/field-texts.ts'
import { columnsOf } from '../inspector/input-columns.ts'
import { useEditorState } from '../state/EditorContext.tsx'
import type { DataPlace } from './open-data.ts'

/** What is known of an output before anything runs; how the availability of each column adds up. */
export function SchemaTable({ place }: { place: DataPlace }) {
  const { t } = useTranslation('editor')
  const language = useLanguage()
  const schema = useEditorState((state) => state.check.schemas[place.node]?.[place.port])
  const columns = columnsOf(schema)
  if (columns.length === 0)
    return (
      <Text size="sm" c="dimmed" p="sm">
        {t('schema.unknown')}
      </Text>
    )
  return (
    <Table fz="xs" stickyHeader verticalSpacing={2} aria-label={t('data.tab.schema')}>
      <Table.Thead>
        <Table.Tr>
          {(['column', 'type', 'unit', 'kind', 'missing', 'availability'] as const).map((name) => (
            <Table.Th key={name}>{t(`schema.${name}`)}</Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {columns.map((column) => (
          <Table.Tr key={column.name}>
            <Table.Td>{column.name}</Table.Td>
            <Table.Td>{choiceLabel(column.type, language)}</Table.Td>
            <Table.Td>{unitLabel(column)[language]}</Table.Td>
            <Table.Td>{column.kind ? choiceLabel(column.kind, language) : ''}</Table.Td>
            <Table.Td>{column.nullable ? t('schema.yes') : ''}</Table.Td>
            <Table.Td>{availability(column, language)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}

function availability({ availabilityUs, availabilityTerms }: Column, language: 'de' | 'en'): string {
  const sum = availabilityTerms && availabilityTerms.length > 1 ? ' ({terms:terms})' : ''
  return renderText(`{us:when}${sum}`, { us: availabilityUs, terms: availabilityTerms }, language)
}
