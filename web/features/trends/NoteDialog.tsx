import { Button, Checkbox, Group, Modal, Stack, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { ChangeEvent, FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { ProblemNote } from '../../components/ProblemNote.tsx'
import type { Window } from './trend-curves.ts'
import { useNoteChanges } from './use-notes.ts'

export interface NoteDialogProps {
  tags: number[]
  window: Window
  onClose(): void
}

/** Asks what was in an interval of time; times are those of the browser's clock. */
export function NoteDialog({ tags, window, onClose }: NoteDialogProps) {
  const { t } = useTranslation(['trends', 'frame'])
  const { add } = useNoteChanges()
  const [fields, setFields] = useState({
    ...{ from: localText(window.fromUs), to: localText(window.toUs), text: '', label: '' },
  })
  const [isOfTags, setIsOfTags] = useState(true)
  const field = (name: keyof typeof fields) => ({
    value: fields[name],
    onChange: ({ currentTarget: { value } }: ChangeEvent<HTMLInputElement | HTMLTextAreaElement>) =>
      setFields((before) => ({ ...before, [name]: value })),
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const { text, label } = fields
    const [from, to] = [fields.from, fields.to].map((local) => new Date(local).toISOString())
    const note = { from, to, text, label: label.trim() || null, tags: isOfTags ? tags : [] }
    add.mutate(note, { onSuccess: onClose })
  }
  const time = { type: 'datetime-local', step: 1, required: true, flex: 1 }
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('addNote')}
      closeButtonProps={{ 'aria-label': t('frame:close') }}
    >
      <form onSubmit={submit}>
        <Stack gap="sm">
          <Textarea
            {...{
              label: t('noteText'),
              required: true,
              maxLength: 4_000,
              'data-autofocus': true,
              autosize: true,
            }}
            {...field('text')}
          />
          <Group grow>
            <TextInput {...time} label={t('noteFrom')} {...field('from')} />
            <TextInput {...time} label={t('noteTo')} {...field('to')} />
          </Group>
          <TextInput
            {...{ label: t('noteLabel'), description: t('noteLabelHint'), maxLength: 100 }}
            {...field('label')}
          />
          <Checkbox
            label={t('noteTags')}
            checked={isOfTags}
            onChange={(event) => setIsOfTags(event.currentTarget.checked)}
          />
          {add.error && <ProblemNote error={add.error} />}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {t('frame:cancel')}
            </Button>
            <Button type="submit" loading={add.isPending}>
              {t('frame:save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}

/** As a field of the browser's own clock has it. */
function localText(us: number): string {
  const date = new Date(us / 1_000)
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 19)
}
