import { Table } from '@mantine/core'
import { useTranslation } from 'react-i18next'

/** What, and beside it the earlier run, the later one, and how they differ. */
export function BesideHead({ what, withDifference = true }: { what: string; withDifference?: boolean }) {
  const { t } = useTranslation('runs')
  return (
    <Table.Thead>
      <Table.Tr>
        <Table.Th>{what}</Table.Th>
        <Table.Th className="numeric">{t('earlier')}</Table.Th>
        <Table.Th className="numeric">{t('later')}</Table.Th>
        {withDifference && <Table.Th className="numeric">{t('difference')}</Table.Th>}
      </Table.Tr>
    </Table.Thead>
  )
}
