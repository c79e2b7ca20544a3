import { Button, Group, Modal, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { FormEvent, ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { ProblemNote } from './ProblemNote.tsx'

export interface TextDialogProps {
  title: string
  label: string
  /** What the field begins with. */
  value: string
  action: string
  isBusy: boolean
  error: unknown
  onSubmit(value: string): void
  onClose(): void
  children?: ReactNode
}

/** Asks for one short text, a name mostly. */
export function TextDialog({
  title,
  label,
  value,
  action,
  isBusy,
  error,
  onSubmit,
  onClose,
  children,
}: TextDialogProps) {
  const { t } = useTranslation()
  const [text, setText] = useState(value)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (text.trim()) onSubmit(text.trim())
  }
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ 'aria-label': t('close') }}>
      <form onSubmit={submit}>
        <Stack gap="md">
          <TextInput
            {...{ label, value: text, required: true, maxLength: 200, 'data-autofocus': true }}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          {children}
          {error !== null && error !== undefined && <ProblemNote error={error} />}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {t('cancel')}
            </Button>
            <Button type="submit" loading={isBusy}>
              {action}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
