import { ActionIcon, Badge, Button, Group, Stack, Text } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Section } from '../../components/Section.tsx'
import { formatTime } from '../../lib/format.ts'
import { useMay } from '../../lib/project.ts'
import { useLanguage } from '../../lib/use-language.ts'
import { NoteDialog } from './NoteDialog.tsx'
import type { Window } from './trend-curves.ts'
import type { Note } from './TrendPicture.tsx'
import { useNoteChanges } from './use-notes.ts'
import type { ShownTime } from './use-trend-data.ts'

export interface NotesProps {
  tags: number[]
  shown: ShownTime
  notes: Note[]
  onWindow(window: Window): void
}

/** Intervals that people know something about; they lie behind the curves, too. */
export function Notes({ tags, shown, notes, onWindow }: NotesProps) {
  const { t } = useTranslation('trends')
  const mayWrite = useMay('operator')
  const [asked, setAsked] = useState<Window>()
  const { remove } = useNoteChanges()
  const add = (
    <Button
      {...{ size: 'compact-sm', variant: 'default', leftSection: <IconPlus size={14} /> }}
      onClick={() => setAsked({ fromUs: shown.fromUs, toUs: shown.toUs })}
    >
      {t('addNote')}
    </Button>
  )
  return (
    <Section title={t('notes')} action={mayWrite && add}>
      <Stack gap={4}>
        {notes.length === 0 && (
          <Text size="sm" c="dimmed">
            {t('noNotes')}
          </Text>
        )}
        {notes.map((note) => (
          <NoteRow
            key={note.id}
            {...{ note, onShow: () => onWindow(around(note)) }}
            onRemove={mayWrite ? () => remove.mutate(note.id) : undefined}
          />
        ))}
      </Stack>
      {asked && <NoteDialog {...{ tags, window: asked, onClose: () => setAsked(undefined) }} />}
    </Section>
  )
}

function NoteRow({ note, onShow, onRemove }: { note: Note; onShow(): void; onRemove?(): void }) {
  const { t } = useTranslation('trends')
  const language = useLanguage()
  const time = (us: number) => formatTime(new Date(us / 1_000).toISOString(), language)
  return (
    <Group gap="xs">
      <Button {...{ size: 'compact-xs', variant: 'subtle', onClick: onShow }}>
        {time(note.fromUs)} – {time(note.toUs)}
      </Button>
      {note.label && (
        <Badge variant="default" tt="none">
          {note.label}
        </Badge>
      )}
      <Text size="sm">{note.text}</Text>
      {note.changedBy && (
        <Text size="xs" c="dimmed">
          {note.changedBy}
        </Text>
      )}
      {onRemove && (
        <ActionIcon
          {...{ variant: 'subtle', color: 'gray', size: 24, onClick: onRemove }}
          aria-label={t('removeNote', { text: note.text })}
        >
          <IconX size={14} />
        </ActionIcon>
      )}
    </Group>
  )
}

/** With something before and after it. */
function around({ fromUs, toUs }: Window): Window {
  const more = Math.max((toUs - fromUs) / 2, 30e6)
  return { fromUs: fromUs - more, toUs: toUs + more }
}
