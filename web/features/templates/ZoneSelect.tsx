import { Select } from '@mantine/core'
import { useTranslation } from 'react-i18next'

/** Winter time all year, as many meters keep it, has no town. */
const zones = [...new Set(['Europe/Berlin', 'UTC', 'Etc/GMT-1', ...Intl.supportedValuesOf('timeZone')])]

/** The zone whose clock the readings show. */
export function ZoneSelect({ value, onChange }: { value: string; onChange(zone: string): void }) {
  const { t } = useTranslation('templates')
  return (
    <Select
      label={t('file.zone')}
      description={undefined}
      data={zones.includes(value) ? zones : [value, ...zones]}
      value={value}
      limit={50}
      searchable
      nothingFoundMessage={t('file.zoneNone')}
      onChange={(zone) => zone && onChange(zone)}
      w={210}
    />
  )
}
