import { Textarea } from '@mantine/core'
import { memo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { changeNote } from '#pipeline/edit.ts'
import type { NodeProps } from '../../../components/pipeline-graph/flow.ts'
import { useEditor, useEditorState } from '../state/EditorContext.tsx'
import { notePrefix } from './flow-model.ts'

/** A note on the canvas; a double click or Enter opens it for writing. */
export const NoteNode = memo(function NoteNode({ id, data, selected }: NodeProps) {
  const { t } = useTranslation('editor')
  const isReadOnly = useEditorState((state) => state.isReadOnly)
  const [isOpen, setOpen] = useState(false)
  const text = String(data.text)
  if (isOpen) return <NoteField id={id.slice(notePrefix.length)} text={text} onDone={() => setOpen(false)} />
  return (
    <div
      className="ecoki-note"
      data-selected={selected || undefined}
      onDoubleClick={() => setOpen(!isReadOnly)}
    >
      {text || <span className="ecoki-muted">{t('note.empty')}</span>}
    </div>
  )
})

function NoteField({ id, text, onDone }: { id: string; text: string; onDone(): void }) {
  const { t } = useTranslation('editor')
  const { store } = useEditor()
  const [draft, setDraft] = useState(text)
  const keep = () => {
    store.getState().edit((document) => changeNote(document, id, { text: draft }))
    onDone()
  }
  return (
    <Textarea
      className="nodrag nowheel ecoki-note-field"
      aria-label={t('note.text')}
      autoFocus
      rows={4}
      value={draft}
      maxLength={20_000}
      onChange={(event) => setDraft(event.currentTarget.value)}
      onBlur={keep}
      onKeyDown={(event) => event.key === 'Escape' && keep()}
    />
  )
}
