import { useSearch } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMay } from '../../lib/project.ts'
import { EditorCanvas } from './canvas/EditorCanvas.tsx'
import { CommandPalette } from './commands/CommandPalette.tsx'
import { KeySheet } from './commands/KeySheet.tsx'
import { showSide, useUi } from './commands/ui.ts'
import { useKeys } from './commands/use-keys.ts'
import { DataPanel } from './data/DataPanel.tsx'
import { useOpenData } from './data/open-data.ts'
import { Palette } from './palette/Palette.tsx'
import { RunStrip } from './run/RunStrip.tsx'
import { ShownRunContext, useFollowRun } from './run/shown-run.ts'
import { useStartRun } from './run/start-run.ts'
import type { BlockCatalog } from './state/catalog.ts'
import { useKeepDraft } from './state/drafts.ts'
import { createEditorStore } from './state/editor-store.ts'
import { EditorContext, useEditor, useEditorState } from './state/EditorContext.tsx'
import type { Opened } from './state/open-pipeline.ts'
import { useCheck } from './state/use-check.ts'
import { SidePanels } from './SidePanels.tsx'
import { TableView } from './table/TableView.tsx'
import { Toolbar } from './Toolbar.tsx'
import { ConflictDialog } from './versions/ConflictDialog.tsx'
import { NewerNote } from './versions/NewerNote.tsx'
import { useSave } from './versions/use-save.ts'

export interface OpenEditorProps {
  start: Opened
  catalog: BlockCatalog
  /** When the catalog was known last; absent: it is fresh. */
  asOf?: string
}

export function OpenEditor({ start, catalog, asOf }: OpenEditorProps) {
  const [store] = useState(() => createEditorStore(start))
  const editor = useMemo(() => ({ projectId: start.key.projectId, store, catalog }), [start, store, catalog])
  return (
    <EditorContext value={editor}>
      <EditorFrame start={start} asOf={asOf} />
    </EditorContext>
  )
}

function EditorFrame({ start, asOf }: { start: Opened; asOf?: string }) {
  const { t } = useTranslation('editor')
  const editor = useEditor()
  const { run } = useSearch({ from: '/p/$projectId/pipelines/$id' })
  const shown = useFollowRun(run)
  const save = useSave(start)
  const startRun = useStartRun(() => showSide('problems'))
  const mayRun = useMay('operator')
  const isPaletteOpen = useUi((state) => state.isPaletteOpen)
  const isTable = useUi((state) => state.isTable)
  const isReadOnly = useEditorState((state) => state.isReadOnly)
  const place = useOpenData((state) => state.place)
  const context = useMemo(
    () => ({
      editor,
      save: save.save,
      run: (part?: Parameters<typeof startRun.mutate>[0]) => mayRun && startRun.mutate(part),
      groupTitle: t('group.new'),
    }),
    [editor, save.save, startRun.mutate, mayRun, t],
  )
  useCheck()
  useKeepDraft(start.key)
  useKeys(context)
  return (
    <ShownRunContext value={shown}>
      <div className="ecoki-editor">
        <Toolbar context={context} isSaving={save.isSaving} isStarting={startRun.isPending} mayRun={mayRun} />
        <NewerNote start={start} onOpen={save.openConflict} />
        <RunStrip />
        <div className="ecoki-editor-body">
          {isPaletteOpen && !isReadOnly && (
            <aside className="ecoki-editor-left" aria-label={t('palette.title')}>
              <Palette asOf={asOf} />
            </aside>
          )}
          <div className="ecoki-editor-middle">
            <div className="ecoki-editor-canvas">{isTable ? <TableView /> : <EditorCanvas />}</div>
            {place && <DataPanel place={place} />}
          </div>
          <aside className="ecoki-editor-right" aria-label={t('side.title')}>
            <SidePanels start={start} />
          </aside>
        </div>
        <CommandPalette context={context} />
        <KeySheet />
        {save.conflict && <ConflictDialog conflict={save.conflict} onClose={save.closeConflict} />}
      </div>
    </ShownRunContext>
  )
}
