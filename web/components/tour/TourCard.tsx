import { Button, CloseButton, FocusTrap, Group, Paper, Portal, Stack, Text, Title } from '@mantine/core'
import { useElementSize, useViewportSize } from '@mantine/hooks'
import { useEffect, useId, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { cardPlace } from './tour-steps.ts'
import type { TourStep } from './tour-steps.ts'
import { useTargetBox } from './use-target-box.ts'

export interface TourCardProps {
  step: TourStep
  number: number
  count: number
  onBack(): void
  onNext(): void
  onLeave(): void
}

const width = 340

/** One station: what it points at stays bright, the keyboard stays in the card, Escape leaves. */
export function TourCard({ step, number, count, onBack, onNext, onLeave }: TourCardProps) {
  const { t } = useTranslation('tour')
  const id = useId()
  const box = useTargetBox(step.target)
  const card = useElementSize()
  const view = useViewportSize()
  const paper = useKeptFocus()
  const place = cardPlace(box, { width, height: card.height || 200 }, view)
  return (
    <Portal>
      <div className="tour-shade" data-plain={!box || undefined} />
      {box && <div className="tour-light" style={{ ...box }} />}
      <FocusTrap active>
        <Paper
          ref={paper}
          {...{ withBorder: true, shadow: 'md', className: 'tour-card', style: { ...place, width } }}
          {...{ role: 'dialog', 'aria-modal': true, 'aria-labelledby': id, 'aria-describedby': `${id}-text` }}
          onKeyDown={(event) => {
            // The trap listens for Tab at the document; the editor's keys are not to hear the rest.
            if (event.key !== 'Tab') event.stopPropagation()
            if (event.key === 'Escape') onLeave()
          }}
        >
          <Stack ref={card.ref} gap="xs" p="md">
            <Group justify="space-between" wrap="nowrap">
              <Text size="xs" c="dimmed">
                {t('progress', { step: number, count })}
              </Text>
              <CloseButton aria-label={t('close')} onClick={onLeave} />
            </Group>
            <Title order={2} size="h4" id={id}>
              {t(`step.${step.id}`)}
            </Title>
            <Text size="sm" id={`${id}-text`}>
              {t(`step.${step.id}.text`)}
            </Text>
            <Group justify="flex-end" gap="xs">
              {number > 1 && (
                <Button size="xs" variant="default" onClick={onBack}>
                  {t('back')}
                </Button>
              )}
              <Button size="xs" data-autofocus onClick={onNext}>
                {t(number < count ? 'next' : 'done')}
              </Button>
            </Group>
          </Stack>
        </Paper>
      </FocusTrap>
    </Portal>
  )
}

/** Brings the keyboard back when something else takes it: a menu that closes, a page that opens. */
function useKeptFocus() {
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const keep = ({ target }: FocusEvent) => {
      const card = place.current
      if (card && !card.contains(target as Node)) card.querySelector<HTMLElement>('[data-autofocus]')?.focus()
    }
    document.addEventListener('focusin', keep)
    return () => document.removeEventListener('focusin', keep)
  }, [])
  return place
}
