import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { documentSchema } from '#pipeline/document.ts'
import { addNote, deleteNotes, renamePipeline } from '#pipeline/edit.ts'
import { createEditorStore } from './editor-store.ts'
import { chosen } from './selection.ts'

function open() {
  const document = documentSchema.parse({ ecoki: 1, id: 'p', name: 'P', nodes: [] })
  return createEditorStore({ document, base: { revision: 0, document } })
}
const note = (text: string) => (document: ReturnType<typeof documentSchema.parse>) =>
  addNote(document, text, { x: 0, y: 0 })
const steps = (store: ReturnType<typeof open>) => store.temporal.getState().pastStates.length

describe('undo', () => {
  it('takes back any row of edits, and redo brings all of them again', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.boolean(), fc.string({ maxLength: 4 })), { maxLength: 30 }),
        (edits) => {
          const store = open()
          const first = store.getState().document
          for (const [isNote, text] of edits)
            store.getState().edit(isNote ? note(text) : (document) => renamePipeline(document, text))
          const last = store.getState().document
          const count = steps(store)
          for (let index = 0; index < count; index++) store.undo()
          expect(store.getState().document).toBe(first)
          for (let index = 0; index < count; index++) store.redo()
          expect(store.getState().document).toBe(last)
        },
      ),
    )
  })

  it('knows edits of one gesture as one step, and the next gesture as another', () => {
    const store = open()
    for (const name of ['A', 'AB', 'ABC']) store.getState().edit((d) => renamePipeline(d, name), 'name')
    expect(steps(store)).toBe(1)
    store.getState().edit(note('x'))
    store.getState().edit((d) => renamePipeline(d, 'ABCD'), 'name')
    expect(steps(store)).toBe(3)
    for (let index = 0; index < 3; index++) store.undo()
    expect(store.getState().document.name).toBe('P')
  })

  it('makes no step of an edit that changes nothing, of a selection or of an answer', () => {
    const store = open()
    store.getState().edit((d) => deleteNotes(d, new Set(['gone'])))
    store.getState().select(chosen({ nodes: ['a'] }))
    store.setState({ checking: 'away' })
    expect(steps(store)).toBe(0)
  })

  it('covers pins', () => {
    const store = open()
    store.getState().pin('["a","table"]', { run: 'r' })
    store.undo()
    expect(store.getState().pins).toEqual({})
  })
})

it('what may not be edited stays as it is', () => {
  const store = open()
  store.setState({ isReadOnly: true })
  store.getState().edit(note('x'))
  expect(store.getState().document.layout.notes).toEqual([])
})

it('an edit asks for a new check', () => {
  const store = open()
  store.setState({ checking: 'fresh' })
  store.getState().edit(note('x'))
  expect(store.getState().checking).toBe('stale')
  store.setState({ checking: 'fresh' })
  store.undo()
  expect(store.getState().checking).toBe('stale')
})
