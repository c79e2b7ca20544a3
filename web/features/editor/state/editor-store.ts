/** The state of an open editor. Only the document and the pins can be undone; everything else is a view of them. */
import { temporal } from 'zundo'
import { createStore } from 'zustand/vanilla'
import type { PipelineDocument } from '#pipeline/document.ts'
import { unchecked } from './check-result.ts'
import type { CheckResult } from './check-result.ts'
import { isSameSelection, nothing } from './selection.ts'
import type { Selection } from './selection.ts'

/** Where a port's data are taken from while trying out: the output of a run. By `node` and `port` as JSON. */
export type Pins = Readonly<Record<string, { run: string }>>

/** The version on the gateway that this editing started from. */
export interface Base {
  /** 0: never saved. */
  revision: number
  document: PipelineDocument
}

export interface EditorState {
  document: PipelineDocument
  pins: Pins
  base: Base
  selection: Selection
  check: CheckResult
  /** stale: the answer to the newest edit is not here yet. */
  checking: 'fresh' | 'stale' | 'away'
  /** Inputs that the wire being drawn cannot take, by node; undefined while none is drawn. */
  dimmed: ReadonlyMap<string, ReadonlySet<string>> | undefined
  /** A field that was jumped to; a new object for each jump. */
  focus: { node: string; field?: string } | undefined
  isReadOnly: boolean
  /** One undo step; edits of one `gesture` in a row are one step together. */
  edit(change: (document: PipelineDocument) => PipelineDocument, gesture?: string): void
  select(selection: Selection): void
  pin(key: string, to: { run: string } | undefined): void
}

/** Edits of one gesture that come later than this are steps of their own. */
const gestureMs = 3_000

export type EditorStore = ReturnType<typeof createEditorStore>

export interface EditorStart {
  document: PipelineDocument
  base: Base
  pins?: Pins
  isReadOnly?: boolean
}

export function createEditorStore({ document, base, pins = {}, isReadOnly = false }: EditorStart) {
  let last: { gesture: string; atMs: number } | undefined
  const store = createStore<EditorState>()(
    temporal(
      (set, get) => ({
        document,
        pins,
        base,
        selection: nothing,
        check: unchecked,
        checking: 'stale',
        dimmed: undefined,
        focus: undefined,
        isReadOnly,
        edit(change, gesture) {
          const changed = change(get().document)
          if (changed === get().document || get().isReadOnly) return
          const isSame =
            gesture !== undefined && last?.gesture === gesture && Date.now() - last.atMs < gestureMs
          last = gesture === undefined ? undefined : { gesture, atMs: Date.now() }
          withoutStep(isSame, () => set({ document: changed, checking: 'stale' }))
        },
        select(selection) {
          if (!isSameSelection(selection, get().selection)) set({ selection })
        },
        pin(key, to) {
          const rest = Object.entries(get().pins).filter(([other]) => other !== key)
          set({ pins: Object.fromEntries(to ? [...rest, [key, to]] : rest) })
        },
      }),
      {
        partialize: ({ document, pins }) => ({ document, pins }),
        equality: (a, b) => a.document === b.document && a.pins === b.pins,
        limit: 200,
      },
    ),
  )
  /** Sets without a new undo step where `isSame`: the step of the gesture's first edit holds. */
  function withoutStep(isSame: boolean, change: () => void): void {
    if (isSame) store.temporal.getState().pause()
    change()
    if (isSame) store.temporal.getState().resume()
  }
  const travel = (way: 'undo' | 'redo') => {
    last = undefined
    const before = store.getState().document
    store.temporal.getState()[way]()
    if (store.getState().document !== before) store.setState({ checking: 'stale' })
  }
  return Object.assign(store, { undo: () => travel('undo'), redo: () => travel('redo') })
}

export function pinKey(node: string, port: string): string {
  return JSON.stringify([node, port])
}

interface Pin {
  node: string
  port: string
  run: string
}

/** Pins as the gateway keeps them. */
export function pinList(pins: Pins): Pin[] {
  return Object.entries(pins).map(([key, { run }]) => {
    const [node, port] = JSON.parse(key) as [string, string]
    return { node, port, run }
  })
}

export function pinsOf(list: readonly Pin[]): Pins {
  return Object.fromEntries(list.map(({ node, port, run }) => [pinKey(node, port), { run }]))
}
