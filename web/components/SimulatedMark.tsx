import { Badge } from '@mantine/core'
import { useTranslation } from 'react-i18next'

/** Beside everything that comes from the simulated plant. */
export function SimulatedMark() {
  const { t } = useTranslation()
  return (
    <Badge variant="outline" color="gray" size="sm" radius="sm" tt="none" title={t('simulatedHint')}>
      {t('simulated')}
    </Badge>
  )
}
