/** Everything that can be done by a key, in the palette of commands or in a menu: one list. */
import { addNote, duplicate, groupNodes, moveNodes, setDisabled, ungroupNodes } from '#pipeline/edit.ts'
import { arrange } from '../../../components/pipeline-graph/arrange.ts'
import { canvas } from '../canvas/view.ts'
import { paletteSearchId } from '../palette/Palette.tsx'
import { freePlace } from '../palette/place-block.ts'
import { specOf } from '../state/catalog.ts'
import type { Editor } from '../state/EditorContext.tsx'
import { chosen, onlyNode } from '../state/selection.ts'
import { copiedText, deleteChosen, pasteText } from './clipboard.ts'
import type { CommandId } from './command-ids.ts'
import { showSide, useUi } from './ui.ts'

export interface CommandContext {
  editor: Editor
  save(): void
  run(part?: { kind: 'until' | 'only'; node: string }): void
  /** The title of a new group, in the person's language. */
  groupTitle: string
}

export interface Command {
  id: CommandId
  /** As @mantine/hooks writes them; those of one letter only while the canvas has the keyboard. */
  keys?: readonly string[]
  /** Changes the pipeline: not for those who may only look. */
  isEdit?: boolean
  /** Wants something chosen. */
  needs?: 'nodes' | 'one' | 'anything'
  run(context: CommandContext): void
}

const edit = true

export const commands: readonly Command[] = [
  { id: 'save', keys: ['mod+S'], isEdit: edit, run: ({ save }) => save() },
  { id: 'undo', keys: ['mod+Z'], isEdit: edit, run: ({ editor }) => editor.store.undo() },
  { id: 'redo', keys: ['mod+shift+Z', 'mod+Y'], isEdit: edit, run: ({ editor }) => editor.store.redo() },
  { id: 'run', keys: ['mod+Enter'], run: ({ run }) => run() },
  { id: 'runToHere', keys: ['mod+shift+Enter'], needs: 'one', run: (context) => runPart(context, 'until') },
  { id: 'runOnly', keys: ['mod+alt+Enter'], needs: 'one', run: (context) => runPart(context, 'only') },
  { id: 'copy', needs: 'nodes', run: ({ editor }) => void copy(editor) },
  { id: 'paste', isEdit: edit, run: ({ editor }) => void paste(editor) },
  {
    id: 'duplicate',
    keys: ['mod+D'],
    isEdit: edit,
    needs: 'nodes',
    run: ({ editor }) => duplicateChosen(editor),
  },
  {
    id: 'delete',
    keys: ['Delete', 'Backspace'],
    isEdit: edit,
    needs: 'anything',
    run: ({ editor }) => deleteChosen(editor),
  },
  { id: 'selectAll', keys: ['mod+A'], run: ({ editor }) => selectAll(editor) },
  { id: 'selectNone', keys: ['Escape'], run: ({ editor }) => editor.store.getState().select(chosen({})) },
  {
    id: 'toggleDisabled',
    keys: ['E'],
    isEdit: edit,
    needs: 'nodes',
    run: ({ editor }) => toggleDisabled(editor),
  },
  { id: 'group', keys: ['G'], isEdit: edit, needs: 'nodes', run: group },
  {
    id: 'ungroup',
    keys: ['shift+G'],
    isEdit: edit,
    needs: 'nodes',
    run: ({ editor }) =>
      editor.store.getState().edit((d) => ungroupNodes(d, editor.store.getState().selection.nodes)),
  },
  { id: 'note', keys: ['N'], isEdit: edit, run: ({ editor }) => addEmptyNote(editor) },
  { id: 'tidy', keys: ['L'], isEdit: edit, run: ({ editor }) => tidy(editor) },
  { id: 'fit', keys: ['F'], run: () => canvas()?.fit() },
  { id: 'zoomIn', keys: ['+'], run: () => canvas()?.zoom(1.25) },
  { id: 'zoomOut', keys: ['-'], run: () => canvas()?.zoom(0.8) },
  { id: 'addBlock', keys: ['A'], isEdit: edit, run: focusPalette },
  { id: 'table', keys: ['T'], run: () => useUi.setState(({ isTable }) => ({ isTable: !isTable })) },
  { id: 'inspector', keys: ['I'], run: () => showSide('inspector') },
  { id: 'problems', keys: ['P'], run: () => showSide('problems') },
  { id: 'versions', keys: ['V'], run: () => showSide('versions') },
  { id: 'sheet', keys: ['?', 'shift+?'], run: () => useUi.setState({ isSheetOpen: true }) },
]

/** Whether a command can do anything now. */
export function canDo({ isEdit, needs }: Command, { editor }: CommandContext): boolean {
  const { selection, isReadOnly } = editor.store.getState()
  if (isEdit && isReadOnly) return false
  if (needs === 'one') return onlyNode(selection) !== undefined
  if (needs === 'nodes') return selection.nodes.size + selection.notes.size > 0
  return needs !== 'anything' || selection.nodes.size + selection.notes.size + selection.edges.size > 0
}

function runPart({ editor, run }: CommandContext, kind: 'until' | 'only'): void {
  const node = onlyNode(editor.store.getState().selection)
  if (node !== undefined) run({ kind, node })
}

async function copy(editor: Editor): Promise<void> {
  const text = copiedText(editor)
  if (text !== undefined) await navigator.clipboard.writeText(text)
}

async function paste(editor: Editor): Promise<void> {
  pasteText(editor, await navigator.clipboard.readText())
}

function duplicateChosen({ store }: Editor): void {
  const made = duplicate(store.getState().document, store.getState().selection.nodes)
  store.getState().edit(() => made.document)
  store.getState().select(chosen({ nodes: made.nodes }))
}

function selectAll({ store }: Editor): void {
  const { nodes, layout } = store.getState().document
  store
    .getState()
    .select(chosen({ nodes: nodes.map(({ id }) => id), notes: layout.notes.map(({ id }) => id) }))
}

function toggleDisabled({ store }: Editor): void {
  const { document, selection } = store.getState()
  const isOn = document.nodes.some((node) => selection.nodes.has(node.id) && !node.disabled)
  store.getState().edit((now) => setDisabled(now, selection.nodes, isOn))
}

function group({ editor: { store }, groupTitle }: CommandContext): void {
  store.getState().edit((document) => groupNodes(document, store.getState().selection.nodes, groupTitle))
}

function addEmptyNote({ store }: Editor): void {
  const place = canvas()?.centre() ?? { x: 0, y: 0 }
  const wanted = { x: Math.round(place.x / 20) * 20, y: Math.round(place.y / 20) * 20 }
  const { positions, notes } = store.getState().document.layout
  const at = freePlace(
    { ...positions, ...Object.fromEntries(notes.map((note) => [`note ${note.id}`, note])) },
    wanted,
  )
  store.getState().edit((document) => addNote(document, '', at))
}

function tidy({ store, catalog }: Editor): void {
  store.getState().edit((document) =>
    moveNodes(
      document,
      arrange(document, (node) => specOf(catalog, node)),
    ),
  )
  canvas()?.fit()
}

function focusPalette(): void {
  useUi.setState({ isPaletteOpen: true })
  setTimeout(() => document.getElementById(paletteSearchId)?.focus())
}
