import { createContext, use } from 'react'
import { useStore } from 'zustand'
import type { PipelineNode } from '#pipeline/document.ts'
import type { BlockCatalog } from './catalog.ts'
import type { EditorState, EditorStore } from './editor-store.ts'

/** What belongs to one open pipeline. */
export interface Editor {
  projectId: string
  store: EditorStore
  catalog: BlockCatalog
}

export const EditorContext = createContext<Editor | undefined>(undefined)

export function useEditor(): Editor {
  const editor = use(EditorContext)
  if (!editor) throw new Error('this belongs inside an open editor')
  return editor
}

/** A part of the editor's state; drawn again only when that part changes. */
export function useEditorState<T>(select: (state: EditorState) => T): T {
  return useStore(useEditor().store, select)
}

const maps = new WeakMap<readonly PipelineNode[], ReadonlyMap<string, PipelineNode>>()

/** Made once for each list: hundreds of nodes on the canvas ask at every change. */
export function nodesById(nodes: readonly PipelineNode[]): ReadonlyMap<string, PipelineNode> {
  const known = maps.get(nodes)
  if (known) return known
  const made = new Map(nodes.map((node) => [node.id, node]))
  maps.set(nodes, made)
  return made
}

export function useNode(id: string): PipelineNode | undefined {
  return useEditorState((state) => nodesById(state.document.nodes).get(id))
}
