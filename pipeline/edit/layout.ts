/** Notes and groups: for people only; nothing here changes what a pipeline means. */
import type { PipelineDocument } from '#pipeline/document.ts'
import { freshName, nodeNames } from './names.ts'
import type { Position } from './nodes.ts'

type Layout = PipelineDocument['layout']
export type Note = Layout['notes'][number]
export type Group = Layout['groups'][number]

export function addNote(document: PipelineDocument, text: string, { x, y }: Position): PipelineDocument {
  const id = freshName('note', new Set(document.layout.notes.map((note) => note.id)))
  return withLayout(document, { notes: [...document.layout.notes, { id, text, x, y }] })
}

export function changeNote(
  document: PipelineDocument,
  id: string,
  change: Partial<Omit<Note, 'id'>>,
): PipelineDocument {
  const { notes } = document.layout
  if (!notes.some((note) => note.id === id)) return document
  return withLayout(document, {
    notes: notes.map((note) => (note.id === id ? { ...note, ...change } : note)),
  })
}

export function deleteNotes(document: PipelineDocument, ids: ReadonlySet<string>): PipelineDocument {
  const notes = document.layout.notes.filter((note) => !ids.has(note.id))
  return notes.length === document.layout.notes.length ? document : withLayout(document, { notes })
}

/** A node sits in one group at most: it leaves the one it was in. */
export function groupNodes(
  document: PipelineDocument,
  ids: ReadonlySet<string>,
  title: string,
): PipelineDocument {
  const names = nodeNames(document)
  const nodes = [...ids].filter((id) => names.has(id))
  if (nodes.length === 0) return document
  const id = freshName('group', new Set(document.layout.groups.map((group) => group.id)))
  return withLayout(document, { groups: [...withoutMembers(document, ids), { id, title, nodes }] })
}

/** Groups that hold one of these nodes are dissolved; the nodes stay. */
export function ungroupNodes(document: PipelineDocument, ids: ReadonlySet<string>): PipelineDocument {
  const groups = document.layout.groups.filter((group) => !group.nodes.some((id) => ids.has(id)))
  return groups.length === document.layout.groups.length ? document : withLayout(document, { groups })
}

export function renameGroup(document: PipelineDocument, id: string, title: string): PipelineDocument {
  const groups = document.layout.groups.map((group) => (group.id === id ? { ...group, title } : group))
  return withLayout(document, { groups })
}

function withoutMembers({ layout }: PipelineDocument, ids: ReadonlySet<string>): Group[] {
  return layout.groups
    .map((group) => ({ ...group, nodes: group.nodes.filter((id) => !ids.has(id)) }))
    .filter((group) => group.nodes.length > 0)
}

function withLayout(document: PipelineDocument, change: Partial<Layout>): PipelineDocument {
  return { ...document, layout: { ...document.layout, ...change } }
}
