import { Code, Table } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { formatNumber } from '../../lib/format.ts'
import { useLanguage } from '../../lib/use-language.ts'

/** Numbers under names as a table; everything else as it is. */
export function ValueView({ value }: { value: unknown }) {
  const { t } = useTranslation()
  const isRecord = typeof value === 'object' && value !== null && !Array.isArray(value)
  if (!isRecord) return <Plain value={value} />
  return (
    <Table fz="sm" w="auto" miw={320} layout="auto">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('dataName')}</Table.Th>
          <Table.Th className="numeric">{t('dataValue')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {Object.entries(value).map(([name, item]) => (
          <Table.Tr key={name}>
            <Table.Td>{name}</Table.Td>
            <Table.Td className={typeof item === 'number' ? 'numeric' : undefined}>
              <Plain value={item} />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}

function Plain({ value }: { value: unknown }) {
  const language = useLanguage()
  if (value === null || value === undefined) return '–'
  if (typeof value === 'number') return formatNumber(value, language)
  if (typeof value === 'object') return <Code block>{JSON.stringify(value, null, 1)}</Code>
  return String(value)
}
