/** Drawing a wire: which inputs take it, and what it says where one does not. */
import { checkConnection, connectionJudge } from '#pipeline/check-connection.ts'
import type { ConnectionAnswer, ConnectionContext } from '#pipeline/check-connection.ts'
import type { PipelineEdge } from '#pipeline/document.ts'
import type { End } from '#pipeline/edit.ts'
import { specOf } from '../state/catalog.ts'
import type { Editor } from '../state/EditorContext.tsx'

export function connectionContext({ store, catalog }: Editor): ConnectionContext {
  const { document, check } = store.getState()
  const nodes = new Map(document.nodes.map((node) => [node.id, node]))
  return {
    document,
    specOf: (id) => {
      const node = nodes.get(id)
      return node && specOf(catalog, node)
    },
    schemas: check.schemas,
  }
}

export function judgeWire(editor: Editor, edge: PipelineEdge): ConnectionAnswer {
  return checkConnection(connectionContext(editor), edge)
}

/** Inputs that cannot take a wire from this output, by node. */
export function dimmedInputs(editor: Editor, from: End): Map<string, ReadonlySet<string>> {
  const context = connectionContext(editor)
  const judge = connectionJudge(context, from)
  return new Map(
    context.document.nodes.map(({ id }) => {
      const inputs = context.specOf(id)?.inputs ?? []
      const refused = inputs.filter((port) => !judge({ node: id, port: port.name }).ok)
      return [id, new Set(refused.map((port) => port.name))]
    }),
  )
}

/** Where a wire goes that is dropped on a node and not on one of its ports: free inputs first. */
export function inputFor(editor: Editor, from: End, node: string): End | undefined {
  const context = connectionContext(editor)
  const judge = connectionJudge(context, from)
  const taken = new Set(
    context.document.edges.filter((edge) => edge.to.node === node).map((edge) => edge.to.port),
  )
  const ends = (context.specOf(node)?.inputs ?? [])
    .map((port) => ({ node, port: port.name }))
    .filter((end) => judge(end).ok)
  return ends.find((end) => !taken.has(end.port)) ?? ends[0]
}
