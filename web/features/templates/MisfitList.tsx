import { Group, List, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useLanguage } from '../../lib/use-language.ts'
import type { Offer } from './ColumnChoice.tsx'
import { problemText } from './fill-problem-text.ts'
import { UnitField } from './UnitField.tsx'
import type { OwnColumns } from './use-own-columns.ts'

/** Columns that cannot be chosen, each with its reason; a wrong unit can be set right here. */
export function MisfitList({ offers, columns }: { offers: Offer[]; columns: OwnColumns }) {
  const { t } = useTranslation('templates')
  const language = useLanguage()
  if (offers.length === 0) return null
  return (
    <details className="wizard-misfits">
      <summary>{t('columns.misfits', { count: offers.length })}</summary>
      <List size="sm" spacing={6} mt="xs">
        {offers.map(({ column, problem }) => (
          <List.Item key={column}>
            <Group gap="sm" align="flex-end">
              <Text size="sm">{problem && problemText(problem, language)}</Text>
              {problem?.code === 'unit' && <UnitField column={column} columns={columns} />}
            </Group>
          </List.Item>
        ))}
      </List>
    </details>
  )
}
