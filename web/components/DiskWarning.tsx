import { Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { formatBytes } from '../lib/format.ts'
import type { Outputs } from '../lib/trpc.ts'
import { useLanguage } from '../lib/use-language.ts'
import { Note } from './Note.tsx'

/** When the disk will be full, as long as it is not: said only where somebody has to act. */
export function DiskWarning({ disk }: { disk: Outputs['system']['disk'] }) {
  const { t } = useTranslation()
  const language = useLanguage()
  const { state, free, daysLeft } = disk
  if (state === 'ok') return null
  return (
    <Note tone={state === 'problem' ? 'fault' : 'warning'}>
      <Text size="sm">
        {daysLeft === null
          ? t('diskSmall', { free: formatBytes(free, language) })
          : t('diskDays', { count: Math.floor(daysLeft) })}
      </Text>
    </Note>
  )
}
