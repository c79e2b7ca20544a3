/** May a wire be drawn? Judged at once, by what is known already; everything finer is a problem, not a refusal. */
import { assign } from './assign.ts'
import type { BlockSpec, Localized } from './block-spec.ts'
import type { PipelineDocument, PipelineEdge } from './document.ts'
import { ancestorsOf } from './edit/wires.ts'
import type { IssueText } from './issue-texts.ts'
import { textOf } from './issue-texts.ts'
import { nearNames } from './near-names.ts'
import type { PortSchema, PortType } from './ports.ts'

export type ConnectionAnswer =
  { ok: true } | { ok: false; code: string; params: Record<string, unknown>; text: Localized<IssueText> }

export interface ConnectionContext {
  document: PipelineDocument
  /** The spec of a node's block; undefined when this EcoKI does not know it. */
  specOf(node: string): Pick<BlockSpec, 'inputs' | 'outputs'> | undefined
  /** What was last known behind the blocks, by node and port. */
  schemas?: Readonly<Record<string, Record<string, PortSchema>>>
}

type End = PipelineEdge['from']

/** Refuses circles, types that can never fit and ends that are nowhere. */
export function checkConnection(context: ConnectionContext, edge: PipelineEdge): ConnectionAnswer {
  return connectionJudge(context, edge.from)(edge.to)
}

/** The same for many inputs and one output: what leads to the output is looked up once. */
export function connectionJudge(context: ConnectionContext, from: End): (to: End) => ConnectionAnswer {
  const ancestors = ancestorsOf(context.document, from.node)
  const offered = offerOf(context, from)
  return (to) => {
    if (ancestors.has(to.node))
      return refused('cycle', { path: wayBetween(context.document, to.node, from.node) })
    if ('code' in offered) return offered
    const inputs = context.specOf(to.node)?.inputs
    if (!inputs) return refused('edge-no-node', { end: 'to', node: to.node, near: [] })
    const port = inputs.find((input) => input.name === to.port)
    if (!port) return noPort('to', to, inputs)
    const fit = assign(offered.schema, port.type)
    return fit.ok ? fit : refused(fit.code, { ...fit.params, from: `${from.node}.${from.port}` }, to)
  }
}

/** The last known schema, or the bare type that the block's spec promises. */
function offerOf(
  { specOf, schemas }: ConnectionContext,
  from: End,
): { schema: PortSchema } | Extract<ConnectionAnswer, { ok: false }> {
  const outputs = specOf(from.node)?.outputs
  if (!outputs) return refused('edge-no-node', { end: 'from', node: from.node, near: [] })
  const port = outputs.find((output) => output.name === from.port)
  if (!port) return noPort('from', from, outputs)
  const known = schemas && Object.hasOwn(schemas, from.node) ? schemas[from.node] : undefined
  const schema = known && Object.hasOwn(known, from.port) ? known[from.port] : undefined
  return { schema: schema?.type === port.type ? schema : bare(port.type) }
}

/** Enough of a schema to compare its type. */
function bare(type: PortType): PortSchema {
  return { type } as PortSchema
}

function noPort(end: 'from' | 'to', at: End, ports: readonly { name: string }[]): Refusal {
  const known = ports.map((port) => port.name)
  return refused('edge-no-port', { end, ...at, known, near: nearNames(at.port, known) }, at)
}

type Refusal = Extract<ConnectionAnswer, { ok: false }>

function refused(code: string, params: Record<string, unknown>, at?: End): Refusal {
  const shown = { ...at, ...params }
  return {
    ok: false,
    code,
    params,
    text: { de: textOf(code, shown, 'de'), en: textOf(code, shown, 'en') },
  }
}

/** Nodes on a shortest way from one node to another along the wires, closed to a circle. */
function wayBetween({ edges }: PipelineDocument, start: string, goal: string): string[] {
  const targets = new Map<string, string[]>()
  for (const { from, to } of edges) targets.set(from.node, [...(targets.get(from.node) ?? []), to.node])
  const cameFrom = new Map<string, string | undefined>([[start, undefined]])
  for (const [node] of cameFrom)
    for (const next of targets.get(node) ?? []) if (!cameFrom.has(next)) cameFrom.set(next, node)
  const way: string[] = []
  for (let at: string | undefined = goal; at !== undefined; at = cameFrom.get(at)) way.unshift(at)
  return [...way, start]
}
