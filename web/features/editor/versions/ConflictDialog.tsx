import { Button, Group, List, Modal, Stack, Text } from '@mantine/core'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { PipelineDocument } from '#pipeline/document.ts'
import { diffDocuments } from '#pipeline/document-diff.ts'
import { mergeDocuments } from '#pipeline/edit.ts'
import { formatTime } from '../../../lib/format.ts'
import { useLanguage } from '../../../lib/use-language.ts'
import { useEditor, useEditorState } from '../state/EditorContext.tsx'
import { DiffList } from './DiffList.tsx'
import type { Conflict } from './use-save.ts'

/** Two people changed one pipeline: both changes, and the ways on. Whatever is chosen can be undone. */
export function ConflictDialog({ conflict, onClose }: { conflict: Conflict; onClose(): void }) {
  const { t } = useTranslation('editor')
  const language = useLanguage()
  const { store } = useEditor()
  const mine = useEditorState((state) => state.document)
  const base = useEditorState((state) => state.base)
  const { theirs, revision } = conflict
  const merged = useMemo(
    () => mergeDocuments({ base: base.document, mine, theirs }),
    [base.document, mine, theirs],
  )
  /** From here on the editing counts as begun with their version. */
  const take = (document: PipelineDocument) => {
    store.getState().edit(() => document)
    store.setState({ base: { revision, document: theirs } })
    onClose()
  }
  return (
    <Modal
      opened
      onClose={onClose}
      size="xl"
      title={t('conflict.title')}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <Stack gap="md">
        <Text size="sm">
          {t('conflict.who', {
            name: conflict.savedBy ?? t('conflict.someone'),
            time: formatTime(conflict.savedAt, language),
            revision,
          })}
        </Text>
        <Group grow align="flex-start">
          <section>
            <Text fw={600} size="sm">
              {t('conflict.theirs')}
            </Text>
            <DiffList diff={diffDocuments(base.document, theirs)} />
          </section>
          <section>
            <Text fw={600} size="sm">
              {t('conflict.mine')}
            </Text>
            <DiffList diff={diffDocuments(base.document, mine)} />
          </section>
        </Group>
        {merged.conflicts.length > 0 && (
          <section>
            <Text size="sm" fw={600}>
              {t('conflict.both')}
            </Text>
            <List size="sm">
              {merged.conflicts.map(({ kind, name }) => (
                <List.Item key={`${kind} ${name}`}>{t(`conflict.kind.${kind}`, { name })}</List.Item>
              ))}
            </List>
          </section>
        )}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t('conflict.later')}
          </Button>
          <Button variant="default" onClick={() => take(theirs)}>
            {t('conflict.takeTheirs')}
          </Button>
          <Button variant="default" onClick={() => take(mine)}>
            {t('conflict.keepMine')}
          </Button>
          <Button onClick={() => take(merged.document)}>
            {t(merged.conflicts.length > 0 ? 'conflict.mergeMine' : 'conflict.merge')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
