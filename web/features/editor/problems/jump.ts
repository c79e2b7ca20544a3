/** From a problem to its place. */
import type { Issue } from '#pipeline/issue.ts'
import type { Editor } from '../state/EditorContext.tsx'
import { chosen } from '../state/selection.ts'

/** Chooses the node, brings it into sight and puts the keyboard into the field. */
export function jumpTo({ store }: Editor, { node, field }: Pick<Issue, 'node' | 'field'>): void {
  if (node === undefined || !store.getState().document.nodes.some(({ id }) => id === node)) return
  store.getState().select(chosen({ nodes: [node] }))
  store.setState({ focus: { node, field } })
}
