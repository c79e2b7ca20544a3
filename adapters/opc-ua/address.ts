/**
 * Where a tag is on a server: a node by the address of its namespace, which stays, and not by its number, which a
 * server may give anew at each start; and within the node's value the way to one element or field.
 */
import { coerceNodeId } from 'node-opcua-client'
import type { NodeId } from 'node-opcua-client'
import { z } from 'zod'

const identifier = /^(?:i=\d{1,10}|[sgb]=[\s\S]+)$/

/** `nsu=URI;s=Name`; `i=2258` is of OPC UA itself. `ns=2;s=Name` is pinned to its namespace when first seen. */
const nodeText = z
  .string()
  .max(5_000)
  .refine((text) => splitNode(text) !== undefined, { message: 'nsu=<namespace uri>;s=<name>' })

export const opcUaAddress = z.strictObject({
  node: nodeText,
  /** Of an array or structure: `[3]`, `.Speed`, `.Drives[2].Speed`. */
  path: z
    .string()
    .max(500)
    .regex(/^(?:\[\d{1,7}\]|\.[^.[\]]+)+$/)
    .optional(),
})
export type OpcUaAddress = z.infer<typeof opcUaAddress>

interface NodeParts {
  namespace: { uri: string } | { index: number }
  identifier: string
}

/** The two halves of a node id, or undefined where it is none. */
export function splitNode(text: string): NodeParts | undefined {
  const byUri = /^nsu=([^;]+);([\s\S]*)$/.exec(text)
  const byIndex = /^(?:ns=(\d{1,5});)?([\s\S]*)$/.exec(text)!
  const id = byUri ? byUri[2] : byIndex[2]
  if (!identifier.test(id)) return undefined
  const uri = byUri && unescapeUri(byUri[1])
  return { namespace: uri ? { uri } : { index: Number(byIndex[1] ?? 0) }, identifier: id }
}

/** The node's number of today, or undefined while the server does not have its namespace. */
export function resolveNode(text: string, namespaces: readonly string[]): NodeId | undefined {
  const parts = splitNode(text)
  if (!parts) return undefined
  const { namespace } = parts
  const index = 'uri' in namespace ? namespaces.indexOf(namespace.uri) : namespace.index
  return index < 0 ? undefined : coerceNodeId(`ns=${index};${parts.identifier}`)
}

/** A node as text that outlives a new numbering. */
export function stableNode(node: NodeId, namespaces: readonly string[]): string {
  const id = node.toString().replace(/^ns=\d+;/, '')
  if (node.namespace === 0) return id
  const uri = namespaces[node.namespace]
  return uri === undefined ? `ns=${node.namespace};${id}` : `nsu=${escapeUri(uri)};${id}`
}

/** Whether the number of its namespace, which may change, is all that it says. */
export function isNumbered(text: string): boolean {
  const namespace = splitNode(text)?.namespace
  return namespace !== undefined && 'index' in namespace && namespace.index > 0
}

// As in OPC 10000-6: what would end the part is written with a percent sign.
function escapeUri(uri: string): string {
  return uri.replaceAll('%', '%25').replaceAll(';', '%3B')
}

function unescapeUri(text: string): string {
  return text.replaceAll(/%3B/gi, ';').replaceAll('%25', '%')
}
