import { Button, Group, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useMe } from '../../lib/session.ts'
import { Note } from '../Note.tsx'
import { hasSeenTour, leaveTour, startTour, useTour } from './tour-store.ts'

/** Asks those who have not seen the tour whether they want to. */
export function TourOffer() {
  const { t } = useTranslation('tour')
  const me = useMe().data
  const { step, isOffered } = useTour()
  const person = me && (me.id ?? me.name)
  if (!person || !isOffered || step !== undefined || hasSeenTour(person)) return null
  return (
    <Note tone="plain">
      <Group justify="space-between" gap="sm">
        <Text size="sm">{t('offer')}</Text>
        <Group gap="xs">
          <Button size="xs" onClick={startTour}>
            {t('offer.go')}
          </Button>
          <Button size="xs" variant="default" onClick={() => leaveTour(person)}>
            {t('offer.no')}
          </Button>
        </Group>
      </Group>
    </Note>
  )
}
